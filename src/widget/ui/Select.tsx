import type { ReactNode } from "react";
import "./Select.css";

interface SelectProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: string;
  readonly look?: "outlined" | "bare";
  readonly onChange: (value: string) => void;
  readonly children: ReactNode;
}

/** The platform's own list: it works by keyboard, by touch and in every language. */
export function Select({ id, label, value, look = "outlined", onChange, children }: SelectProps) {
  return (
    <select
      id={id}
      className={`select select-${look}`}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {children}
    </select>
  );
}
