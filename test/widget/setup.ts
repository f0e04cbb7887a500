import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 5000 });

// jsdom has the element and none of its methods; what a browser does with the focus is seen end to end.
if (typeof HTMLDialogElement !== "undefined") Object.assign(HTMLDialogElement.prototype, { showModal, close });

function showModal(this: HTMLDialogElement): void {
  this.open = true;
}

function close(this: HTMLDialogElement): void {
  this.open = false;
}

afterEach(() => {
  cleanup();
});
