import { holdsIf, unknown, type Finding } from "../finding.ts";
import type { Patient } from "../patient.ts";

/** Whether what the widget is told and what the service is told are of one installation. */
export function checkAgreement({ organization, widget, service }: Patient): readonly Finding[] {
  if (!widget)
    return [
      unknown(
        "Whether config.json and uic.config.json agree",
        "There is no readable config.json, neither at the service nor here (UIC_WIDGET_CONFIG).",
      ),
    ];
  if (!organization)
    return [
      unknown(
        "Whether config.json and uic.config.json agree",
        "There is no readable uic.config.json here: run the doctor where the service runs, with its variables.",
      ),
    ];
  const { oauth, genesys, uicApi } = widget;
  const unserved = genesys.environments.filter((one) => !organization.environments.includes(one));
  return [
    holdsIf(
      organization.oauthClientIds.includes(oauth.clientId),
      "The widget signs in with a client that the service lets in",
      "The widget signs in with a client whose tokens the service refuses",
      `Put oauth.clientId of config.json (${oauth.clientId}) into oauthClientIds of uic.config.json, or correct one of them; then start the service anew.`,
    ),
    holdsIf(
      unserved.length === 0,
      `Both name the environment ${genesys.environments.join(", ")}`,
      `The service does not serve the environment ${unserved.join(", ")} that the widget names`,
      "Put it into environments of uic.config.json, or correct genesys.environments of config.json.",
    ),
    holdsIf(
      uicApi.baseUrl === "" || uicApi.baseUrl === service,
      "The widget asks this service",
      `The widget asks another service than ${service}`,
      `Set uicApi.baseUrl of config.json to "" (this origin) or to ${service}; it is ${uicApi.baseUrl}.`,
    ),
  ];
}
