import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { operatorsHeaders, widgetHeaders } from "../../src/service/http/widget-headers.ts";
import { serviceConfig } from "../../src/service/config.ts";
import { widgetConfig } from "../../src/contract/widget-config.ts";
import { installationOf, organizationId, serviceConfiguration, templateOf, widgetConfiguration } from "./deployed.ts";

// A stack is made anew for each of its forms, beside everything else that is tested at the time.
vi.setConfig({ testTimeout: 30_000 });

const template = templateOf();
const resources = z
  .record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }))
  .parse(template.toJSON()["Resources"]);
const all = Object.entries(resources).map(([id, { Type, Properties }]) => ({ id, Type, Properties }));
const ofType = (type: string) => all.filter((one) => one.Type === type);
const arnOf = (id: string | RegExp) => ({
  "Fn::GetAtt": [Match.stringLikeRegexp(typeof id === "string" ? `^${id}` : id.source), "Arn"],
});

const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item.transform((one) => [one]), z.array(item)]);
const statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore(z.string()),
  Resource: z.optional(oneOrMore(z.unknown())),
  Condition: z.optional(z.record(z.string(), z.unknown())),
  Principal: z.optional(z.unknown()),
});
const statements = (document: unknown) => z.object({ Statement: z.array(statement) }).parse(document).Statement;

/** Statements of the roles' policies, by the function they are for. */
const rights = ofType("AWS::IAM::Policy").flatMap(({ id, Properties }) =>
  statements(Properties["PolicyDocument"]).map(({ Action, Resource, Condition }) => {
    const of = id.replace(/Role.*/, "");
    return { function: of, Action, Resource, Condition };
  }),
);
const secretsOf = (name: string) => {
  const own = rights.filter((one) => one.function === name && one.Action.includes("ssm:GetParameters"));
  const named = JSON.stringify(own.map(({ Resource }) => Resource)).matchAll(/parameter\/customer-journey\/(\w+)/g);
  return Array.from(named, ([, variable]) => variable);
};
const mayDo = (name: string) => new Set(rights.filter((one) => one.function === name).flatMap(({ Action }) => Action));

describe("rights", () => {
  it("are given to four roles that only Lambda can take, and by no policy of AWS's own", () => {
    const roles = ofType("AWS::IAM::Role");
    expect(roles).toHaveLength(4);
    for (const { Properties } of roles) {
      expect(Properties["ManagedPolicyArns"]).toBeUndefined();
      expect(JSON.stringify(Properties["AssumeRolePolicyDocument"])).toContain('"Service":"lambda.amazonaws.com"');
    }
  });

  it("name every action, without a star", () => {
    expect(rights.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("name every resource, without a star but for the objects of the archive", () => {
    const starred = rights.filter(({ Resource }) => JSON.stringify(Resource).includes("*"));
    // Objects have names that nobody knows before.
    expect(new Set(starred.flatMap(({ Action }) => Action))).toEqual(
      new Set(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]),
    );
    for (const { Resource } of starred) expect(JSON.stringify(Resource)).toMatch(/Archive.*"\/\*"/);
  });

  it("let nobody scan, make, change or drop the table, nor make or change a bucket", () => {
    const wide = /Scan|Table|Bucket(?!$)|PartiQL|Export|Backup|Policy|Acl/;
    const actions = rights.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => wide.test(action) && action !== "s3:ListBucket")).toEqual([]);
  });

  it("let what takes events in reach jobs only, and no secret, archive or index", () => {
    expect([...mayDo("Events")].toSorted()).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:DeleteItem",
      "dynamodb:PutItem",
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:Encrypt",
      "kms:GenerateDataKey",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
    ]);
    const onTable = rights.filter(
      (one) => one.function === "Events" && one.Action.some((action) => action.startsWith("dynamodb:")),
    );
    expect(onTable.map(({ Condition }) => Condition)).toEqual([
      {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["*#job#*", "*#dead-letter#*", "organizations"] },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    ]);
  });

  it("give each function the secrets that it has a use for", () => {
    const keys = ["UIC_IDENTIFIER_KEY", "UIC_IDENTIFIER_KEYS_BEFORE"];
    expect(secretsOf("Events")).toEqual([]);
    expect(secretsOf("Work")).toEqual([...keys, "GENESYS_CLIENT_SECRET", "CRM_KEY"]);
    expect(secretsOf("Api")).toEqual([...keys, "CRM_KEY"]);
    expect(secretsOf("Sweep")).toEqual(keys);
  });

  it("let only the key's owner do everything with it, and each service only for this account", () => {
    const [key] = ofType("AWS::KMS::Key");
    const [owner, ...services] = statements(key?.Properties["KeyPolicy"]);
    expect(JSON.stringify(owner?.Principal)).toContain(":root");
    expect(services).toHaveLength(3);
    for (const { Action, Condition } of services) {
      expect(Action.filter((action) => action.includes("*"))).toEqual([]);
      expect(JSON.stringify(Condition)).toContain("AWS::AccountId");
    }
  });

  it("let the rules alone put events into the queues", () => {
    for (const { Properties } of ofType("AWS::SQS::QueuePolicy")) {
      for (const one of statements(Properties["PolicyDocument"])) {
        if (one.Effect === "Deny") continue;
        expect(one.Action).toEqual(["sqs:SendMessage"]);
        expect(JSON.stringify(one.Condition)).toMatch(/"ArnEquals":\{"aws:SourceArn":.*Rule0/);
      }
    }
  });
});

describe("encryption", () => {
  it("is by the stack's own, rotated key wherever customers' data rests", () => {
    template.hasResourceProperties("AWS::KMS::Key", { EnableKeyRotation: true });
    const key = { KmsMasterKeyId: arnOf("Key") };
    template.allResourcesProperties("AWS::SQS::Queue", key);
    template.allResourcesProperties("AWS::SNS::Topic", key);
    template.allResourcesProperties("AWS::Logs::LogGroup", { KmsKeyId: arnOf("Key"), RetentionInDays: 30 });
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: arnOf("Key") },
    });
    template.hasResourceProperties("AWS::S3::Bucket", {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: arnOf("Key") },
          },
        ],
      },
    });
  });

  it("is asked for on every way", () => {
    const secured = ["AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"].flatMap(ofType);
    expect(secured).toHaveLength(2 + 3 + 1);
    for (const { Properties } of secured) {
      expect(JSON.stringify(Properties["PolicyDocument"])).toContain('"Bool":{"aws:SecureTransport":"false"}');
    }
    const { DistributionConfig } = z
      .object({ DistributionConfig: z.looseObject({}) })
      .parse(ofType("AWS::CloudFront::Distribution")[0]?.Properties);
    expect(JSON.stringify(DistributionConfig)).not.toContain("allow-all");
    expect(JSON.stringify(DistributionConfig)).toContain('"OriginProtocolPolicy":"https-only"');
  });

  it("is of no use to anybody who is not let in: no bucket is public", () => {
    template.allResourcesProperties("AWS::S3::Bucket", {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });
});

describe("events", () => {
  it("come from the organisation's own partner bus, of the topics that are of use", () => {
    const source = `aws.partner/genesys.com/cloud/${organizationId}/customer-journey`;
    template.hasResourceProperties("AWS::Events::EventBus", { EventSourceName: source, Name: source });
    template.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: {
        source: [source],
        "detail-type": ["customer.end", "wrapup", "acw", "user.end", "attributes"].map(
          (topic) => `v2.detail.events.conversation.{id}.${topic}`,
        ),
      },
    });
  });

  it("are delivered for 24 hours before they are set aside", () => {
    template.hasResourceProperties("AWS::Events::Rule", {
      Targets: [
        {
          Arn: arnOf("EventQueue"),
          DeadLetterConfig: { Arn: arnOf("UndeliveredEvents") },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      ],
    });
  });

  it("are taken in again for 24 hours before they are dead letters, which wait for a fortnight", () => {
    const queue = ofType("AWS::SQS::Queue").find(({ id }) => id.startsWith("EventQueue"));
    const { RedrivePolicy, VisibilityTimeout } = z
      .object({ RedrivePolicy: z.object({ maxReceiveCount: z.number() }), VisibilityTimeout: z.number() })
      .parse(queue?.Properties);
    expect(RedrivePolicy.maxReceiveCount * VisibilityTimeout).toBe(86_400);
    template.hasResourceProperties("AWS::SQS::Queue", { RedrivePolicy: { deadLetterTargetArn: arnOf("DeadEvents") } });
    template.allResourcesProperties("AWS::SQS::Queue", { MessageRetentionPeriod: 14 * 86_400 });
  });

  it("go back one by one, never the whole batch, and not while they are worked on", () => {
    template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      EventSourceArn: arnOf("EventQueue"),
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
    template.hasResourceProperties("AWS::Lambda::Function", { Handler: "index.events", Timeout: 30 });
  });

  it("have a bus and a rule for each organisation", () => {
    const [first] = serviceConfiguration.organizations;
    const two = { organizations: [first, { ...first, id: "another-organisation" }] };
    const both = templateOf([], installationOf(two));
    both.resourceCountIs("AWS::Events::EventBus", 2);
    both.resourceCountIs("AWS::SQS::Queue", 3);
  });
});

describe("functions", () => {
  it("are of one bundle, each with its own handler, log and role", () => {
    const functions = ofType("AWS::Lambda::Function").map(({ Properties }) =>
      z
        .object({ Handler: z.string(), Runtime: z.string(), Architectures: z.array(z.string()), Role: z.unknown() })
        .parse(Properties),
    );
    expect(functions.map(({ Handler }) => Handler).toSorted()).toEqual([
      "index.api",
      "index.events",
      "index.sweep",
      "index.work",
    ]);
    expect(new Set(functions.map(({ Role }) => JSON.stringify(Role))).size).toBe(4);
    expect(new Set(functions.map(({ Runtime, Architectures }) => `${Runtime} ${Architectures.join()}`))).toEqual(
      new Set(["nodejs22.x arm64"]),
    );
  });

  it("are told no secret, only where it is", () => {
    for (const { Properties } of ofType("AWS::Lambda::Function")) {
      const { Variables } = z
        .object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) })
        .parse(Properties).Environment;
      expect(["UIC_SECRETS", "UIC_STORE"]).toEqual(expect.arrayContaining(Object.keys(Variables)));
    }
  });

  it("work every minute, one at a time, and sweep every hour", () => {
    template.hasResourceProperties("AWS::Lambda::Function", {
      Handler: "index.work",
      ReservedConcurrentExecutions: 1,
      Timeout: 300,
    });
    template.hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression: "rate(1 minute)",
      Targets: [{ Arn: arnOf("Work") }],
    });
    template.hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression: "rate(1 hour)",
      Targets: [{ Arn: arnOf("Sweep") }],
    });
  });

  it("answer for the API's paths, and not with the metrics of one instance", () => {
    const routes = ofType("AWS::ApiGatewayV2::Route").map(({ Properties }) => String(Properties["RouteKey"]));
    expect(routes.toSorted()).toEqual(["ANY /v1/{proxy+}", "GET /healthz", "GET /openapi.json", "GET /readyz"]);
    template.hasResourceProperties("AWS::ApiGatewayV2::Integration", { PayloadFormatVersion: "2.0" });
  });
});

const recoverable = (RecoveryPeriodInDays: number) => ({
  PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays },
});

describe("what is kept", () => {
  it("stays when the stack goes, and cannot be dropped by accident", () => {
    for (const type of ["AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::S3::Bucket"])
      template.allResources(type, { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
    template.hasResourceProperties("AWS::DynamoDB::Table", { DeletionProtectionEnabled: true });
  });

  it("can be taken back to a point in time for as many days as were chosen", () => {
    template.hasResourceProperties("AWS::DynamoDB::Table", recoverable(7));
    templateOf(["--recovery-days", "35"]).hasResourceProperties("AWS::DynamoDB::Table", recoverable(35));
  });

  it("leaves the archive once nothing can lead to it any more, and no version behind", () => {
    template.hasResourceProperties("AWS::S3::Bucket", {
      VersioningConfiguration: Match.absent(),
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ ExpirationInDays: 490, Status: "Enabled" }),
          Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
        ]),
      },
    });
  });
});

describe("the widget", () => {
  const policies = ofType("AWS::CloudFront::ResponseHeadersPolicy").map(({ Properties }) => headersIn(Properties));

  it("and the operators' page are sent with the headers that the service sends them with", () => {
    const expected = widgetHeaders(serviceConfig.parse(serviceConfiguration), widgetConfig.parse(widgetConfiguration));
    const sent = policies.map((headers) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "cache-control")),
    );
    expect(sent).toHaveLength(3);
    expect(sent).toEqual(expect.arrayContaining([expected, operatorsHeaders]));
    expect(
      sent.filter((headers) => headers["content-security-policy"] === expected["content-security-policy"]),
    ).toEqual([expected, expected]);
  });

  it("is kept by browsers only where its files' names say what is in them", () => {
    expect(policies.map((headers) => String(headers["cache-control"])).toSorted()).toEqual([
      "no-store",
      "no-store",
      "public, max-age=31536000, immutable",
    ]);
  });

  it("and the API are one origin, of which only the widget's files are cached", () => {
    template.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: {
        CacheBehaviors: Match.arrayWith(
          ["/v1/*", "/healthz"].map((PathPattern) =>
            Match.objectLike({ PathPattern, CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" }),
          ),
        ),
      },
    });
  });

  it("has a name of its own where one is given", () => {
    const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-4333-8444-555555555555";
    templateOf(["--domain", "journey.example.com", "--certificate", certificate]).hasResourceProperties(
      "AWS::CloudFront::Distribution",
      {
        DistributionConfig: {
          Aliases: ["journey.example.com"],
          ViewerCertificate: { AcmCertificateArn: certificate, MinimumProtocolVersion: "TLSv1.2_2021" },
        },
      },
    );
  });
});

const headersConfig = z.object({
  ResponseHeadersPolicyConfig: z.object({
    CustomHeadersConfig: z.object({
      Items: z.array(z.object({ Header: z.string(), Value: z.string(), Override: z.literal(true) })),
    }),
    SecurityHeadersConfig: z.object({
      ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string(), Override: z.literal(true) }),
      ContentTypeOptions: z.object({ Override: z.literal(true) }),
      ReferrerPolicy: z.object({ ReferrerPolicy: z.string(), Override: z.literal(true) }),
      StrictTransportSecurity: z.object({
        AccessControlMaxAgeSec: z.number(),
        IncludeSubdomains: z.boolean(),
        Override: z.literal(true),
      }),
    }),
  }),
});

/** As a browser gets them. */
function headersIn(properties: unknown): Readonly<Record<string, string>> {
  const { CustomHeadersConfig, SecurityHeadersConfig } = headersConfig.parse(properties).ResponseHeadersPolicyConfig;
  const { AccessControlMaxAgeSec, IncludeSubdomains } = SecurityHeadersConfig.StrictTransportSecurity;
  return {
    ...Object.fromEntries(CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value])),
    "content-security-policy": SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": SecurityHeadersConfig.ReferrerPolicy.ReferrerPolicy,
    "strict-transport-security": `max-age=${AccessControlMaxAgeSec}${IncludeSubdomains ? "; includeSubDomains" : ""}`,
  };
}

describe("alarms", () => {
  const alarm = z.object({
    AlarmDescription: z.string(),
    AlarmActions: z.array(z.unknown()).length(1),
    MetricName: z.string(),
    TreatMissingData: z.string(),
    Threshold: z.number(),
  });
  const alarms = ofType("AWS::CloudWatch::Alarm").map(({ Properties }) => alarm.parse(Properties));

  it("tell of events that wait, dead letters of either kind, and errors of every function", () => {
    const metrics = alarms.map(({ MetricName }) => MetricName);
    expect(metrics).toContain("ApproximateAgeOfOldestMessage");
    expect(metrics.filter((name) => name === "ApproximateNumberOfMessagesVisible")).toHaveLength(2);
    expect(metrics.filter((name) => name === "Errors")).toHaveLength(4);
    expect(metrics).toEqual(expect.arrayContaining(["5xx", "Overdue", "Dead", "EventsErrors", "WorkErrors"]));
  });

  it("tell when nobody works at all", () => {
    expect(alarms.find(({ MetricName }) => MetricName === "Invocations")).toMatchObject({
      TreatMissingData: "breaching",
      Threshold: 0,
    });
  });

  it("go to who is named", () => {
    templateOf(["--alarm-email", "ops@example.com"]).hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "ops@example.com",
    });
  });
});
