/** Dates stay, since promises name them. */
const date = String.raw`\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}`;
/** Seven digits or more, however they are grouped: cards, accounts, phones. Prices and ticket numbers are shorter. */
const number = String.raw`\+?\d(?:[\s().-]{0,2}\d){6,}`;
const spoken =
  "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun";
/** Who says a number on the phone says it digit by digit. */
const digitByDigit = String.raw`\b(?:${spoken})(?:[\s,.-]{1,3}(?:${spoken})){5,}\b`;
const mailbox = String.raw`[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}`;

const personal = new RegExp(`(${date})|(${mailbox})|${number}|${digitByDigit}`, "giu");

/** What was said, without the numbers and mailboxes by which somebody is found or charged: nobody needs them to know what it was about. */
export function masked(text: string): string {
  return text.replaceAll(personal, (found, aDate: string | undefined, aMailbox: string | undefined) => {
    if (aDate !== undefined) return found;
    return aMailbox === undefined ? "[number]" : "[mailbox]";
  });
}
