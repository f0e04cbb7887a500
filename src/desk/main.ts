import * as z from "zod/mini";
import { contacts } from "./installation/people.ts";
import { type Installation, startInstallation } from "./installation.ts";
import type { Control } from "./control/control.ts";

const port = z
  .pipe(z.string(), z.transform(Number))
  .check(z.refine((value) => Number.isInteger(value) && value > 0 && value < 65_536, "must be a port from 1 to 65535"));

/** `npm start`: ports, grant and storage can be chosen, everything else is the demo. */
const variables = z.object({
  DESK_PORT: z._default(port, 4010),
  UIC_PORT: z._default(port, 8787),
  DESK_GRANT: z._default(z.enum(["implicit", "pkce"]), "pkce"),
  DESK_FOLDER: z.optional(z.string()),
});

const read = variables.safeParse(process.env);
if (read.success) await run(read.data);
else fail(z.prettifyError(read.error));

async function run({ DESK_PORT, UIC_PORT, DESK_GRANT, DESK_FOLDER }: z.infer<typeof variables>): Promise<void> {
  say("Starting the service and writing the demo's customers …");
  const starting = startInstallation({
    deskPort: DESK_PORT,
    servicePort: UIC_PORT,
    grant: DESK_GRANT,
    ...(DESK_FOLDER === undefined ? {} : { folder: DESK_FOLDER }),
  });
  const isStopping = stopOnSignals(starting);
  let installation: Installation;
  try {
    installation = await starting;
  } catch (fault) {
    fail(reasonOf(fault));
    return;
  }
  if (isStopping()) return;
  openInteractions(installation.desk.control);
  say(`
  Agent desktop   ${installation.desk.origin}
  Service         ${installation.service.origin}   (log: ${installation.folder}/service.log)
  Operations      ${installation.service.origin}/operators/   (service key: ${installation.keys.bot})

  Open the desktop. Nimali Perera is calling: answer, and see what she told three other channels.
  End the call, wrap it up, then start an email from her with "New interaction": the call is in her journey.
  Then try the Dias household (two people, one number), the unknown caller, the withheld number,
  and Sunil Jayawardena's 1,300 interactions. "Desk settings" breaks things. Ctrl-C stops everything.
`);
}

/** The first signal stops everything, also while it is still starting; a second one does not wait. */
function stopOnSignals(starting: Promise<Installation>): () => boolean {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    say("Stopping …");
    try {
      const installation = await starting;
      await installation.stop();
      process.exit(0);
    } catch (fault) {
      fail(reasonOf(fault));
      process.exit(1);
    }
  };
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
  return () => stopping;
}

/** What is going on when the desktop opens; the agent looks at the first. */
function openInteractions(control: Control): void {
  control.start({
    medium: "voice",
    name: "Nimali Perera",
    customers: [{ name: "Colombo", address: contacts.nimali.phone }],
  });
  control.start({
    medium: "voice",
    name: "Dias household",
    customers: [{ name: "Colombo", address: contacts.dias.phone }],
    waitedSeconds: 41,
  });
  control.start({
    medium: "email",
    name: "Mathilde Brandt",
    subject: "Frage zu meiner Rechnung",
    customers: [{ name: "Mathilde Brandt", address: contacts.mathilde.email }],
    answeredSecondsAgo: 380,
  });
}

function reasonOf(fault: unknown): string {
  if (fault instanceof Error && "code" in fault && fault.code === "EADDRINUSE") {
    return "A port is taken; stop what runs there, or choose others with DESK_PORT and UIC_PORT.";
  }
  return fault instanceof Error ? fault.message : "The demo could not be started.";
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
