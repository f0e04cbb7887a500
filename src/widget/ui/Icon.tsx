import "./Icon.css";

/** Strokes in a box of 16. */
const paths = {
  voice: "M3 2h3l1.2 3.2-1.7 1.1a8 8 0 0 0 4.2 4.2l1.1-1.7L14 10v3a1 1 0 0 1-1 1A11 11 0 0 1 2 3a1 1 0 0 1 1-1z",
  chat: "M2 3h12v8H7l-3 3v-3H2z",
  email: "M2 3.5h12v9H2zM2 4l6 5 6-5",
  whatsapp: "M2.2 13.8l.9-3A5.8 5.8 0 1 1 5.3 13zM6 6c0 2.5 1.5 4 4 4",
  sms: "M5 1.5h6a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM7 12h2",
  messaging: "M1.5 2.5h9v6h-5l-2.5 2v-2H1.5zM12.5 6h2v5.5H13v2l-2.5-2H7",
  callback:
    "M3.5 4.5h2l1 2.4-1.3.9a6.5 6.5 0 0 0 3.3 3.3l.9-1.3 2.4 1v2a1 1 0 0 1-1 1A9 9 0 0 1 2.5 5.5a1 1 0 0 1 1-1zM14 2.5h-4M12 .8l-2 1.7 2 1.7",
  social:
    "M12 5.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM4 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM12 14.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.8 7l4.4-2.5M5.8 9l4.4 2.5",
  star: "M8 1.8l1.7 3.9 4.3.4-3.3 2.8 1 4.2L8 10.9l-3.7 2.2 1-4.2L2 6.1l4.3-.4z",
  person: "M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 14c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5",
  stranger: "M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.5 14c.4-3 2.6-4.5 5.5-4.5M10.5 10.5l4 4M14.5 10.5l-4 4",
  people:
    "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.2 13.5c.4-2.7 2.2-4 4.8-4s4.4 1.3 4.8 4M10.5 2.7a2.5 2.5 0 0 1 0 4.6M12.4 9.9c1.4.6 2.2 1.8 2.4 3.6",
  incognito: "M1.5 7.5h13M4 7.5l1-5h6l1 5M5 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM11 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7 11h2",
  colleagues: "M1.5 5.5h10M9 3l2.5 2.5L9 8M14.5 10.5h-10M7 8l-2.5 2.5L7 13",
  key: "M5.5 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.7 8.3l5.8-5.8M11 5l2 2M9.5 6.5l1.2 1.2",
  lock: "M3.5 7h9v7h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2M8 10v1.5",
  badge:
    "M2 3.5h12v9.5H2zM5.5 8.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6zM3.5 11c.3-1.2 1-1.7 2-1.7s1.7.5 2 1.7M10 6.5h2M10 9.5h2M8 1.5v2",
  cloud: "M5 12.5a3 3 0 0 1-.3-6 4 4 0 0 1 6.5-1.5M12.6 7a2.8 2.8 0 0 1-.6 5.5H8M2 1.5l12 13",
  shield: "M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4zM8 5v3.5M8 10.8v.1",
  gear: "M8 10.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.8 10.8L14 14",
  eraser: "M6 13.5h8M2.5 9.5l6.8-6.8 4 4-6.8 6.8h-2zM5.7 6.3l4 4",
  offline:
    "M1.5 1.5l13 13M2 6.2a9 9 0 0 1 3.2-2M8 3.5a9 9 0 0 1 6 2.7M4.5 9a5.5 5.5 0 0 1 2.2-1.3M9.5 7.8A5.5 5.5 0 0 1 11.5 9M8 12.5v.1",
  unplugged: "M5.5 1.5v3M10.5 1.5v3M3.5 4.5h9v2.5a4.5 4.5 0 0 1-9 0zM8 11.5v3M1.5 14.5h.1M14.5 14.5h.1",
  scrambled: "M2 3h12M2 6.5h4M9 6.5h5M2 10h7M12 10h2M2 13.5h2M7 13.5h4",
  hourglass: "M4 1.5h8M4 14.5h8M5 1.5v3L8 8l3-3.5v-3M5 14.5v-3L8 8l3 3.5v3",
  warning: "M8 2l6.5 12h-13zM8 6.5v3.5M8 12v.1",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  check: "M3 8.5l3.5 3.5L13 4.5",
  chevron: "M4 6l4 4 4-4",
  external: "M9 2.5h4.5V7M13.5 2.5L7.5 8.5M11.5 9.5v4h-9v-9h4",
  dots: "M3 8h.1M8 8h.1M13 8h.1",
  pencil: "M2.5 13.5l.7-3 7.6-7.6 2.3 2.3-7.6 7.6zM9.5 4.2l2.3 2.3",
} as const;
export type IconName = keyof typeof paths;

/** A sign beside words; it never speaks alone. */
export function Icon({ name, size = 14 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
