/** The store could not be reached or could not make a write durable: nothing of the write was kept, it may be tried again. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}
