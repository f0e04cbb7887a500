import { initialsOf } from "./initials.ts";
import { Icon, type IconName } from "./Icon.tsx";
import "./Avatar.css";

/** Decoration beside the name: initials, a sign for the situation, or a question mark. */
export function Avatar({ name, icon }: { readonly name: string | null; readonly icon?: IconName }) {
  return (
    <span className="avatar" aria-hidden="true">
      {icon ? <Icon name={icon} size={18} /> : name === null ? "?" : initialsOf(name)}
    </span>
  );
}
