/**
 * Stands in for winston, configparser and axios, which purecloud-platform-client-v2 imports and, with an HTTP client of
 * ours in place, never calls in a browser.
 */
// oxlint-disable-next-line import/no-default-export -- the SDK imports axios and configparser by their default export.
export default {};
