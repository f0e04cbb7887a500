import type { ButtonHTMLAttributes, Ref } from "react";
import "./Button.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "outlined" | "primary" | "bare";
  readonly wide?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "outlined", wide = false, className = "", ...rest }: ButtonProps) {
  const looks = `button button-${look}${wide ? " button-wide" : ""} ${className}`;
  return <button type="button" {...rest} className={looks.trimEnd()} />;
}
