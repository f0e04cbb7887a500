import type { InteractionRequest } from "../../contract/writes.ts";
import { iso } from "../runtime.ts";
import { arabicName, contacts, longName } from "./people.ts";
import { at, day, filler, type Identifiers, type Summary, summary } from "./summaries.ts";

const { nimali, sunil, mathilde, layla, tikiri, dias } = contacts;

/** The past that the demo's customers have with the organisation, oldest first, relative to `now`. */
export function demoHistories(now: number): readonly InteractionRequest[] {
  return [...nimaliPerera(now), ...manyInteractions(now), ...resolvedLongAgo(now), ...others(now)].toSorted(
    (one, other) => one.interaction.startTime.localeCompare(other.interaction.startTime),
  );
}

/** The open billing dispute: a call four days ago, an email two days ago, WhatsApp yesterday. */
function nimaliPerera(now: number): readonly InteractionRequest[] {
  const phone: Identifiers = [
    { type: "customerId", value: nimali.customerId },
    { type: "phone", value: nimali.phone },
  ];
  const email: Identifiers = [
    { type: "customerId", value: nimali.customerId },
    { type: "email", value: nimali.email },
  ];
  const whatsapp: Identifiers = [
    { type: "customerId", value: nimali.customerId },
    { type: "channel", channel: "whatsapp", value: nimali.whatsapp },
  ];
  const since2019 = Math.round((now - Date.UTC(2019, 2, 4)) / day);
  return [
    ...filler({ name: "nimali", identifiers: phone, count: 122, now, newestDaysAgo: 75, oldestDaysAgo: since2019 }),
    {
      identifiers: phone,
      interaction: summary("nimali-roaming-question", now - 62 * day, "sms", "Roaming", "RESOLVED", {
        durationSeconds: 240,
        sentiment: "POSITIVE",
        sentimentScore: 0.4,
        outcomeNotes: "Explained the roaming prices for the Maldives.",
      }),
    },
    {
      identifiers: phone,
      interaction: summary("nimali-roaming-chat", at(now, 55, 11, 2), "chat", "Roaming", "ABANDONED", {
        durationSeconds: 60,
        sentiment: "NEUTRAL",
        sentimentScore: 0,
      }),
    },
    {
      identifiers: phone,
      interaction: summary("nimali-plan-upgrade", at(now, 51, 14, 30), "voice", "Plan upgrade", "RESOLVED", {
        durationSeconds: 244,
        agentName: "Dilan Wickramasinghe",
        queueName: "Customer care",
        wrapUpCode: "Plan upgrade",
        outcomeNotes: "Moved to Family 40 from the next bill on. No change of number.",
        sentiment: "POSITIVE",
        sentimentScore: 0.55,
      }),
    },
    {
      identifiers: phone,
      interaction: summary("nimali-billing-call", at(now, 4, 9, 15), "voice", "Billing dispute", "UNRESOLVED", {
        durationSeconds: 372,
        agentName: "Amara Silva",
        queueName: "Billing",
        wrapUpCode: "Billing dispute",
        outcomeNotes: "Charged twice for October. Agent promised a check within two days.",
        sentiment: "NEUTRAL",
        sentimentScore: -0.1,
        followUps: [{ text: "Check of the double charge", dueAt: iso(at(now, 2, 17, 0)) }],
      }),
      collectedData: { customerName: "Nimali Perera", accountNumber: "4471-908" },
    },
    {
      identifiers: email,
      interaction: summary("nimali-billing-email", at(now, 2, 10, 41), "email", "Billing dispute", "ESCALATED", {
        durationSeconds: 780,
        agentName: "Kasun Fernando",
        queueName: "Billing",
        wrapUpCode: "Passed to tier 2",
        outcomeNotes: "Sent bank statement showing the double charge. Passed to Billing tier 2.",
        sentiment: "NEGATIVE",
        sentimentScore: -0.45,
        followUps: [{ text: "Refund of LKR 12,400", dueAt: iso(at(now, -1, 17, 0)) }],
      }),
      collectedData: { amount: "LKR 12,400" },
    },
    {
      identifiers: whatsapp,
      interaction: summary("nimali-billing-whatsapp", at(now, 1, 16, 20), "whatsapp", "Billing dispute", "UNRESOLVED", {
        durationSeconds: 540,
        agentName: "Virtual assistant",
        outcomeNotes:
          "Asked for the refund status of invoice 8812. Ticket #1234 opened; assistant could not see the payment.",
        sentiment: "NEGATIVE",
        sentimentScore: -0.62,
      }),
      collectedData: { ticketId: "1234" },
    },
  ];
}

function manyInteractions(now: number): readonly InteractionRequest[] {
  const identifiers: Identifiers = [
    { type: "customerId", value: sunil.customerId },
    { type: "phone", value: sunil.phone },
    { type: "email", value: sunil.email },
  ];
  return filler({
    name: "sunil",
    identifiers,
    count: 1300,
    now,
    newestDaysAgo: 0.4,
    oldestDaysAgo: 2400,
    customerName: "Sunil Jayawardena",
  });
}

function resolvedLongAgo(now: number): readonly InteractionRequest[] {
  const identifiers: Identifiers = [
    { type: "customerId", value: mathilde.customerId },
    { type: "email", value: mathilde.email },
    { type: "phone", value: mathilde.phone },
  ];
  return [
    {
      identifiers,
      interaction: summary("mathilde-router", now - 431 * day, "voice", "Technical fault", "UNRESOLVED", {
        durationSeconds: 690,
        agentName: "Amara Silva",
        queueName: "Customer care",
        wrapUpCode: "Technical fault",
        outcomeNotes: "Router lost its connection every evening. A new one was sent.",
        sentiment: "NEGATIVE",
        sentimentScore: -0.3,
      }),
    },
    {
      identifiers,
      interaction: summary("mathilde-router-done", now - 424 * day, "email", "Technical fault", "RESOLVED", {
        durationSeconds: 300,
        agentName: "Amara Silva",
        queueName: "Customer care",
        wrapUpCode: "Technical fault repaired",
        outcomeNotes: "The new router works; the old one is on its way back.",
        sentiment: "POSITIVE",
        sentimentScore: 0.7,
      }),
      collectedData: { customerName: "Mathilde Brandt" },
    },
  ];
}

function others(now: number): readonly InteractionRequest[] {
  return [
    {
      identifiers: [
        { type: "customerId", value: layla.customerId },
        { type: "phone", value: layla.phone },
        { type: "channel", channel: "messaging", value: layla.guest },
      ],
      interaction: summary("layla-bill", now - 9 * day, "messaging", "فاتورة الإنترنت", "RESOLVED", {
        durationSeconds: 420,
        agentName: "Kasun Fernando",
        queueName: "Billing",
        outcomeNotes: "سألت العميلة عن الفاتورة الأخيرة وتم شرح الرسوم.",
        sentiment: "POSITIVE",
        sentimentScore: 0.35,
      }),
      collectedData: { customerName: arabicName },
    },
    {
      identifiers: [
        { type: "customerId", value: tikiri.customerId },
        { type: "phone", value: tikiri.phone },
        { type: "email", value: tikiri.email },
      ],
      interaction: summary("tikiri-move", now - 20 * day, "voice", "Moving house", "UNRESOLVED", {
        durationSeconds: 512,
        agentName: "Dilan Wickramasinghe",
        queueName: "Customer care",
        outcomeNotes: "Moves to Kurunegala next month and wants to keep the number.",
        sentiment: "NEUTRAL",
        sentimentScore: 0.05,
      }),
      collectedData: { customerName: longName },
    },
    ...member(dias.ruwan, {
      earlier: summary("dias-ruwan-email", now - 90 * day, "email", "Change of address", "RESOLVED", {
        durationSeconds: 300,
        agentName: "Kasun Fernando",
        queueName: "Customer care",
      }),
      call: summary("dias-ruwan-call", now - 12 * day, "voice", "Television package", "UNRESOLVED", {
        durationSeconds: 180,
        agentName: "Amara Silva",
        queueName: "Customer care",
        outcomeNotes: "Two channels are missing since the weekend.",
      }),
    }),
    ...member(dias.kumari, {
      earlier: summary("dias-kumari-email", now - 70 * day, "email", "Fibre installation", "UNRESOLVED", {
        durationSeconds: 240,
        agentName: "Amara Silva",
        queueName: "Customer care",
      }),
      call: summary("dias-kumari-call", now - 5 * day, "voice", "Fibre installation", "RESOLVED", {
        durationSeconds: 260,
        agentName: "Kasun Fernando",
        queueName: "Customer care",
        outcomeNotes: "Installation is set for Tuesday morning.",
      }),
    }),
  ];
}

/** One of the household: known by an email of their own first, so that the shared line then belongs to both. */
function member(
  { customerId, email, name }: { readonly customerId: string; readonly email: string; readonly name: string },
  { earlier, call }: { readonly earlier: Summary; readonly call: Summary },
): readonly InteractionRequest[] {
  const own: Identifiers[number] = { type: "customerId", value: customerId };
  return [
    {
      identifiers: [own, { type: "email", value: email }],
      interaction: earlier,
      collectedData: { customerName: name },
    },
    { identifiers: [own, { type: "phone", value: dias.phone }], interaction: call },
  ];
}
