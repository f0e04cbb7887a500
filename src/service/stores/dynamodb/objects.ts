import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { StoreUnavailable } from "../store-unavailable.ts";
import { statusOf, untilServed, type RetryDeps } from "./retry.ts";

/** Texts in one S3 bucket. A key is written with one text only, so that a repeated write changes nothing. */
export interface Objects {
  put(key: string, text: string): Promise<void>;
  get(key: string): Promise<string | null>;
  list(prefix: string): Promise<readonly string[]>;
  remove(keys: readonly string[]): Promise<void>;
}

export interface ObjectsDeps extends RetryDeps {
  readonly client: S3Client;
  readonly bucket: string;
}

const deleteSize = 1000;

export function createObjects({ client, bucket, ...retry }: ObjectsDeps): Objects {
  return {
    async put(key, text) {
      await untilServed(retry, () =>
        client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: "application/json" })),
      );
    },
    get: (key) =>
      untilServed(retry, async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
          return (await Body?.transformToString("utf-8")) ?? null;
        } catch (error) {
          if (error instanceof Error && statusOf(error) === 404) return null;
          throw error;
        }
      }),
    async list(prefix) {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const from = token;
        const answer = await untilServed(retry, () =>
          client.send(
            new ListObjectsV2Command({
              Bucket: bucket,
              Prefix: prefix,
              ...(from !== undefined && { ContinuationToken: from }),
            }),
          ),
        );
        keys.push(...(answer.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
        token = answer.NextContinuationToken;
      } while (token !== undefined);
      return keys;
    },
    async remove(keys) {
      for (let from = 0; from < keys.length; from += deleteSize) {
        const Objects = keys.slice(from, from + deleteSize).map((Key) => ({ Key }));
        const answer = await untilServed(retry, () =>
          client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })),
        );
        if ((answer.Errors ?? []).length > 0) {
          throw new StoreUnavailable("S3 could not remove an object; look at the rights on the archive's bucket.");
        }
      }
    },
  };
}
