// Seldom opened: one file of its own, which is loaded when it is first wanted.
export { FindCustomer } from "../panels/find-customer/FindCustomer.tsx";
export { IdentityDetails } from "../panels/identity/IdentityDetails.tsx";
