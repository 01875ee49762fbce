import type { Backup } from "../../analyze/backups/backup.ts";
import { type ParameterTable, textParameter } from "../../view/params/parameter.ts";
import { holdsText } from "./slice_list.ts";

/** Which backups are asked for. */
export interface BackupChoice {
  /** Text in project, replica set, outcome or kind. */
  q: string | undefined;
}

/** Parameters that choose backups. */
export const BACKUP_PARAMETERS: ParameterTable<BackupChoice> = {
  q: textParameter("text that is in its project, replica set, outcome or kind"),
};

/** Chooses backups; the order stays. */
export function selectBackups(backups: readonly Backup[], { q }: BackupChoice): readonly Backup[] {
  return backups.filter(({ groupId, replicaSet, outcome, kind }) =>
    holdsText(q, [groupId, replicaSet, outcome, kind])
  );
}
