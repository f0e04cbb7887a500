/** How often everything is asked for anew while the page is looked at. */
export const refreshMilliseconds = 15_000;
