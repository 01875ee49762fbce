/** The stretch of time that every view keeps to, epoch milliseconds. */
export interface WindowValues {
  /** Left edge. */
  since: number | undefined;
  /** Right edge. */
  until: number | undefined;
}
