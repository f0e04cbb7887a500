import type { Medium } from "../../interactions/interaction.ts";

const paths: Readonly<Record<Medium | "settings" | "messages" | "pipeline" | "plus", string>> = {
  voice: "M3 2h3l1.2 3.2-1.7 1.1a8 8 0 0 0 4.2 4.2l1.1-1.7L14 10v3a1 1 0 0 1-1 1A11 11 0 0 1 2 3a1 1 0 0 1 1-1z",
  callback:
    "M3 3h2.4l1 2.6-1.4.9a7 7 0 0 0 3.5 3.5l.9-1.4 2.6 1V12a1 1 0 0 1-1 1A9 9 0 0 1 2 4a1 1 0 0 1 1-1zM9 2.5h4.5V7M13.5 2.5L9.5 6.5",
  chat: "M2 3h12v8H7l-3 3v-3H2z",
  email: "M2 3.5h12v9H2zM2 4l6 5 6-5",
  sms: "M5 1.5h6a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM7 12h2",
  whatsapp: "M2.2 13.8l.9-3A5.8 5.8 0 1 1 5.3 13zM6 6c0 2.5 1.5 4 4 4",
  webmessaging: "M2 3h12v8H8l-3 3v-3H2zM5 6h6M5 8.5h4",
  open: "M6.5 9.5l3-3M7 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4L5 7.5",
  facebook:
    "M8 2c3.5 0 6 2.4 6 5.4S11.5 13 8 13c-.6 0-1.200-.1-1.700-.2L4 14v-2.300C2.800 10.700 2 9.200 2 7.400 2 4.400 4.500 2 8 2zM4.700 9l2.500-2.600L9 8l2.300-1.600",
  settings: "M2 4.500h7M12 4.500h2M2 11.500h2M7 11.500h7M10.500 3v3M5.500 10v3",
  messages: "M2 4h8M2 8h12M6 12h8",
  pipeline: "M1.5 5.5h3.5v5H1.5zM11 2h3.5v4H11zM11 10h3.5v4H11zM5 8h3M8 4v8M8 4h3M8 12h3",
  plus: "M8 3v10M3 8h10",
};

/** Decoration only: whatever it stands for is said in words beside it. */
export function Icon({ name }: { readonly name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
