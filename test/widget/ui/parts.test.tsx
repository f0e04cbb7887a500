import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Button } from "../../../src/widget/ui/Button.tsx";
import { Clamp } from "../../../src/widget/ui/Clamp.tsx";
import { Menu } from "../../../src/widget/ui/Menu.tsx";
import { Untrusted } from "../../../src/widget/ui/Untrusted.tsx";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("text that others wrote", () => {
  it("is shown as text and stands on its own for the direction", () => {
    const { container } = render(<Untrusted text={"<b>bold</b>\u202E"} />);
    const shown = screen.getByText("<b>bold</b>");
    expect(shown.tagName).toBe("BDI");
    expect(container.querySelector("b")).toBeNull();
  });

  it("shows the rest of a long text when asked", async () => {
    render(<Untrusted text={"x".repeat(500)} limit={100} expandable />);
    expect(screen.getByText(`${"x".repeat(100)}…`)).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Show all of it" }));
    expect(screen.getByText("x".repeat(500))).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("a clamped text", () => {
  it("offers nothing when there is nothing more to see", () => {
    render(<Clamp lines={2}>short</Clamp>);
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("opens and closes when it does not fit", async () => {
    vi.spyOn(Element.prototype, "scrollHeight", "get").mockReturnValue(90);
    vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(40);
    render(<Clamp lines={2}>long</Clamp>);
    await userEvent.click(screen.getByRole("button", { name: "More", expanded: false }));
    await userEvent.click(screen.getByRole("button", { name: "Less", expanded: true }));
    expect(screen.getByRole("button", { name: "More", expanded: false })).toBeVisible();
  });
});

describe("a menu", () => {
  it("opens by keyboard, and Escape gives the focus back", async () => {
    render(
      <Menu label="Menu">
        <Button>Leave</Button>
      </Menu>,
    );
    expect(screen.queryByRole("button", { name: "Leave" })).toBeNull();
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "Leave" })).toBeVisible();
    await userEvent.tab();
    expect(screen.getByRole("button", { name: "Leave" })).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    expect(screen.getByRole("button", { name: "Menu", expanded: false })).toHaveFocus();
  });

  it("closes when the focus leaves it", async () => {
    render(
      <>
        <Menu label="Menu">
          <Button>Leave</Button>
        </Menu>
        <Button>Elsewhere</Button>
      </>,
    );
    await userEvent.click(screen.getByRole("button", { name: "Menu" }));
    await userEvent.click(screen.getByRole("button", { name: "Elsewhere" }));
    expect(screen.getByRole("button", { name: "Menu", expanded: false })).toBeVisible();
  });
});
