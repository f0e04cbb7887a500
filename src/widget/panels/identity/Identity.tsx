import { Fragment, type ReactNode } from "react";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Avatar } from "../../ui/Avatar.tsx";
import { Clamp } from "../../ui/Clamp.tsx";
import { Icon, type IconName } from "../../ui/Icon.tsx";
import { Tag, type TagTone } from "../../ui/Tag.tsx";
import { Untrusted } from "../../ui/Untrusted.tsx";
import "./Identity.css";

interface IdentityProps {
  /** What the customer is called; null when nothing is known. */
  readonly name: string | null;
  readonly title?: string;
  readonly icon?: IconName;
  readonly details: readonly string[];
  readonly tag?: { readonly tone: TagTone; readonly label: string; readonly hint?: string | null };
  /** Whether the details behind the tag are shown; left out where there are none. */
  readonly isOpen?: boolean;
  readonly onToggle?: () => void;
  readonly children?: ReactNode;
}

/** Who this is, at the top of the panel. */
export function Identity({ name, title, icon, details, tag, isOpen, onToggle, children }: IdentityProps) {
  const { text } = useLocale();
  return (
    <>
      <div className="identity">
        <Avatar name={name} {...(icon && { icon })} />
        <div className="wraps">
          <div className="identity-who">
            <h1>
              <Clamp lines={2}>
                {name === null ? (title ?? text("identity.unknown")) : <Untrusted text={name} limit={200} />}
              </Clamp>
            </h1>
            {tag && onToggle ? (
              <button
                type="button"
                className="identity-match"
                aria-expanded={isOpen}
                title={tag.hint ?? undefined}
                onClick={onToggle}
              >
                <Tag tone={tag.tone}>
                  {tag.label}
                  <Icon name="chevron" size={10} />
                </Tag>
              </button>
            ) : tag ? (
              <Tag tone={tag.tone} {...(tag.hint && { title: tag.hint })}>
                {tag.label}
              </Tag>
            ) : null}
          </div>
          <p className="sub">
            {details.map((detail, place) => (
              <Fragment key={detail}>
                {place === 0 ? "" : " · "}
                <Untrusted text={detail} limit={120} />
              </Fragment>
            ))}
          </p>
        </div>
      </div>
      {children}
    </>
  );
}
