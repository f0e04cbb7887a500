import type { en } from "./en.ts";
import type { enActions } from "./en-actions.ts";

export type MessageKey = keyof typeof en;

/** The forms of a message that depends on `count`: an exact number first, then the language's plural category. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule | `=${number}`, string>> & { other: string }>;

export type Catalogue = Readonly<Record<MessageKey, string | PluralForms>>;

/** The part of a catalogue that says what an agent does. */
export type ActionWords = Readonly<Record<keyof typeof enActions, string | PluralForms>>;

type Texts<Message> = Message extends string ? Message : Message[keyof Message];
type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What the English message leaves open, each by its name in braces. */
export type Values<Key extends MessageKey, Value = string | number> = Readonly<
  Record<Names<Texts<(typeof en)[Key]>>, Value>
>;

/** The values as the arguments after a key: none where the message leaves nothing open. */
export type ValuesOf<Key extends MessageKey, Value = string | number> = [keyof Values<Key>] extends [never]
  ? readonly []
  : readonly [values: Values<Key, Value>];
