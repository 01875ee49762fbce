import { ACCESS_PAGE } from "./access_page.ts";
import { AGENTS_PAGE } from "./agents_page.ts";
import { COVERAGE_PAGE } from "./coverage_page.ts";
import { EVENT_PAGE, EVENTS_PAGE } from "./event_pages.ts";
import { FINDING_PAGE, FINDINGS_PAGE } from "./finding_pages.ts";
import { INCIDENT_PAGE, INCIDENTS_PAGE } from "./incident_pages.ts";
import { LINES_PAGE } from "./lines_page.ts";
import { OVERVIEW_PAGE } from "./overview_page.ts";
import type { PageRoute } from "./page.ts";
import { SEARCH_PAGE } from "./search_page.ts";
import { SIGNATURE_PAGE, SIGNATURES_PAGE } from "./signature_pages.ts";
import { TIMELINE_PAGE } from "./timeline_page.ts";

/** All pages. */
export const PAGE_ROUTES: readonly PageRoute[] = [
  OVERVIEW_PAGE,
  TIMELINE_PAGE,
  INCIDENTS_PAGE,
  INCIDENT_PAGE,
  FINDINGS_PAGE,
  FINDING_PAGE,
  SIGNATURES_PAGE,
  SIGNATURE_PAGE,
  ACCESS_PAGE,
  AGENTS_PAGE,
  EVENTS_PAGE,
  EVENT_PAGE,
  COVERAGE_PAGE,
  SEARCH_PAGE,
  LINES_PAGE,
];
