import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
  type ICachePolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { openPaths } from "./api.ts";

export interface Widget {
  readonly bucket: Bucket;
  readonly distribution: Distribution;
}

type Headers = Readonly<Record<string, string>>;

interface WidgetProps {
  /** Of every file, as the service would send them. */
  readonly headers: Headers;
  readonly operatorsHeaders: Headers;
  readonly apiHost: string;
  readonly ownName: { readonly domain: string; readonly certificate: string } | null;
}

/** The widget's files, the operators' page and the API under one name, so that one origin is a whole installation. */
export function createWidget(scope: Construct, { headers, operatorsHeaders, apiHost, ownName }: WidgetProps): Widget {
  const bucket = new Bucket(scope, "Widget", {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const files = S3BucketOrigin.withOriginAccessControl(bucket);
  const api: BehaviorOptions = {
    origin: new HttpOrigin(apiHost, {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      readTimeout: Duration.seconds(30),
    }),
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
  const file = (
    id: string,
    cacheControl: string,
    cachePolicy: ICachePolicy,
    sent: Headers = headers,
  ): BehaviorOptions & { origin: typeof files } => ({
    origin: files,
    cachePolicy,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    responseHeadersPolicy: headersPolicy(scope, id, { ...sent, "cache-control": cacheControl }),
  });
  const distribution = new Distribution(scope, "Distribution", {
    comment: "Customer Journey: widget and API",
    defaultRootObject: "index.html",
    httpVersion: HttpVersion.HTTP2_AND_3,
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    defaultBehavior: file("PageHeaders", "no-store", CachePolicy.CACHING_DISABLED),
    additionalBehaviors: {
      // Their names hold a digest of what is in them.
      "/assets/*": file("AssetHeaders", "public, max-age=31536000, immutable", CachePolicy.CACHING_OPTIMIZED),
      "/operators/*": file("OperatorsHeaders", "no-store", CachePolicy.CACHING_DISABLED, operatorsHeaders),
      "/v1/*": api,
      ...Object.fromEntries(openPaths.map((path) => [path, api])),
    },
    ...(ownName && {
      domainNames: [ownName.domain],
      certificate: Certificate.fromCertificateArn(scope, "Certificate", ownName.certificate),
    }),
  });
  return { bucket, distribution };
}

/** CloudFront takes the headers it knows by members of its own, and refuses them among the others. */
function headersPolicy(scope: Construct, id: string, headers: Headers): ResponseHeadersPolicy {
  const {
    "content-security-policy": contentSecurityPolicy = "",
    "referrer-policy": referrer,
    "strict-transport-security": transport = "",
    "x-content-type-options": _,
    ...others
  } = headers;
  const referrerPolicy = Object.values(HeadersReferrerPolicy).find((one) => one === referrer);
  const [, maxAge, subdomains] = /^max-age=(\d+)(; includeSubDomains)?$/.exec(transport) ?? [];
  if (referrerPolicy === undefined || maxAge === undefined || contentSecurityPolicy === "")
    throw new Error(
      "CloudFront cannot send the widget's headers as the service does; teach headersPolicy their new form.",
    );
  const override = true;
  return new ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      contentTypeOptions: { override },
      referrerPolicy: { referrerPolicy, override },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.seconds(Number(maxAge)),
        includeSubdomains: subdomains !== undefined,
        override,
      },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })),
    },
  });
}
