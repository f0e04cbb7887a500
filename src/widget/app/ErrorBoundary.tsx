import { Component, type ReactNode } from "react";

interface Props {
  /** What is shown instead when something below it failed. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** A fault of ours takes the panel's place, never the agent's desktop. */
export class ErrorBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
