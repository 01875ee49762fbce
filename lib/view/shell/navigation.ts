/** The views that the head of every page leads to: path and name. */
export const NAVIGATION = [
  ["/diff", "Comparison"],
  ["/", "Overview"],
  ["/timeline", "Timeline"],
  ["/incidents", "Incidents"],
  ["/findings", "Findings"],
  ["/search", "Records"],
  ["/signatures", "Signatures"],
  ["/access", "Access"],
  ["/agents", "Agents"],
  ["/backups", "Backups"],
  ["/events", "Events"],
  ["/coverage", "Coverage"],
  ["/diagnostics", "Diagnostics"],
] as const;
