import { databaseName } from "./names.ts";

/** Opens the database as it is, never making or upgrading it; null when there is none, rejects where the browser denies it. */
export function existingDatabase(factory: IDBFactory): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    // Without a version: whichever is there.
    const request = factory.open(databaseName);
    request.addEventListener("upgradeneeded", () => {
      // There was none, and aborting leaves none behind.
      request.transaction?.abort();
      resolve(null);
    });
    request.addEventListener("success", () => {
      const { result } = request;
      // Whoever upgrades or deletes it must not wait for this read.
      result.addEventListener("versionchange", () => result.close());
      resolve(result);
    });
    request.addEventListener("error", (event) => {
      // Unhandled, Firefox reports it as an error of the page.
      event.preventDefault();
      reject(new Error("The database on this device could not be opened."));
    });
  });
}
