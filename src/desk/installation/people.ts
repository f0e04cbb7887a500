import type { Person } from "../control/snapshot.ts";

/** How the demo's customers reach the organisation. Every number and mailbox is made up. */
export const contacts = {
  nimali: { customerId: "C-1001", phone: "+94771234567", email: "nimali.perera@example.com", whatsapp: "94771234567" },
  sunil: { customerId: "C-1300", phone: "+94715550123", email: "sunil.jayawardena@example.com" },
  mathilde: { customerId: "C-2040", phone: "+4915112345678", email: "mathilde.brandt@example.com" },
  layla: { customerId: "C-2718", phone: "+971501234567", guest: "88888888-0000-4000-8000-0000000000bb" },
  tikiri: { customerId: "C-3141", phone: "+94762223334", email: "tikiri.banda@example.com" },
  dias: {
    phone: "+94112555777",
    ruwan: { customerId: "C-3001", name: "Ruwan Dias", email: "ruwan.dias@example.com" },
    kumari: { customerId: "C-3002", name: "Kumari Dias", email: "kumari.dias@example.com" },
  },
  unknown: { phone: "+94770001234", email: "someone.new@example.com" },
} as const;

const { nimali, sunil, mathilde, layla, tikiri, dias, unknown } = contacts;

export const longName =
  "Wijesekara Mudiyanselage Tikiri Banda Chandrasena Ekanayake Rajapaksha-Bandaranaike of Kurunegala";
export const arabicName = "ليلى بنت عبد الرحمن الهاشمي";

/** Who the "New interaction" menu offers. */
export const demoPeople: readonly Person[] = [
  {
    id: "nimali",
    name: "Nimali Perera",
    hint: "Open billing dispute across three channels",
    contacts: [
      { medium: "voice", customer: { name: "Colombo", address: nimali.phone } },
      { medium: "whatsapp", customer: { name: "Nimali", address: nimali.whatsapp } },
      {
        medium: "email",
        customer: { name: "Nimali Perera", address: nimali.email },
        subject: "Re: Charged twice for October",
      },
      {
        medium: "chat",
        customer: {
          name: "Nimali Perera",
          attributes: {
            "context.firstName": "Nimali",
            "context.lastName": "Perera",
            "context.email": nimali.email,
            "context.subject": "Refund",
          },
        },
      },
      { medium: "sms", customer: { name: nimali.phone, address: nimali.phone } },
      { medium: "callback", customer: { name: "Nimali Perera", address: nimali.phone } },
    ],
  },
  {
    id: "sunil",
    name: "Sunil Jayawardena",
    hint: "1,300 interactions",
    contacts: [
      { medium: "voice", customer: { name: sunil.phone, address: sunil.phone } },
      {
        medium: "email",
        customer: { name: "Sunil Jayawardena", address: sunil.email },
        subject: "Line 7 down again",
      },
    ],
  },
  {
    id: "mathilde",
    name: "Mathilde Brandt",
    hint: "Resolved long ago",
    contacts: [
      {
        medium: "email",
        customer: { name: "Mathilde Brandt", address: mathilde.email },
        subject: "Frage zu meiner Rechnung",
      },
      { medium: "sms", customer: { name: mathilde.phone, address: mathilde.phone } },
    ],
  },
  {
    id: "layla",
    name: arabicName,
    hint: "A name written right to left",
    contacts: [
      { medium: "webmessaging", customer: { name: "Guest", address: layla.guest } },
      { medium: "voice", customer: { name: layla.phone, address: layla.phone } },
    ],
  },
  {
    id: "tikiri",
    name: longName,
    hint: "A very long name",
    contacts: [{ medium: "voice", customer: { name: tikiri.phone, address: tikiri.phone } }],
  },
  {
    id: "dias",
    name: "Dias household",
    hint: "Two customers share this number",
    contacts: [{ medium: "voice", customer: { name: "Colombo", address: dias.phone } }],
  },
  {
    id: "unknown",
    name: "Unknown caller",
    hint: "Never been in touch",
    contacts: [
      { medium: "voice", customer: { name: unknown.phone, address: unknown.phone } },
      { medium: "email", customer: { name: "Someone New", address: unknown.email }, subject: "A question" },
      { medium: "open", customer: { name: "Guest", address: "kiosk-visitor-7781" } },
      { medium: "facebook", customer: { name: "Someone New", address: "24857713300912345" } },
    ],
  },
  {
    id: "anonymous",
    name: "Anonymous caller",
    hint: "Number withheld",
    contacts: [
      { medium: "voice", customer: { name: "Anonymous", address: "sip:anonymous@anonymous.invalid" } },
      { medium: "chat", customer: { name: "Guest", attributes: { "context.subject": "Question" } } },
    ],
  },
];
