/** Stands in for the logger and the HTTP client that purecloud-platform-client-v2 brings; it is given ours, and logs nothing. */
class Silent {
  log(): void {}
}

// oxlint-disable-next-line import/no-default-export -- the SDK imports both by their default export.
export default Silent;
