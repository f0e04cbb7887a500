import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Avatar } from "../../ui/Avatar.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import "./Loading.css";

/** The head of the panel while it is not known yet who this is: as high as with a customer, so that nothing below it moves. */
export function LoadingHeader({ signingIn }: { readonly signingIn: boolean }) {
  const { text } = useLocale();
  return (
    <div className="loading-header">
      {signingIn ? (
        <div className="loading-who">
          <Avatar name={null} icon="key" />
          <div>
            <h1>{text("state.signing-in")}</h1>
            <p className="sub">{text("state.signing-in.body")}</p>
          </div>
        </div>
      ) : (
        <>
          <h1 className="visually-hidden">{text("state.loading")}</h1>
          <div className="loading-who">
            <span className="avatar skeleton" />
            <Lines widths={[55, 38]} />
          </div>
        </>
      )}
      <Lines widths={[96, 70]} />
    </div>
  );
}

/** Cards where the cards will be. */
export function LoadingCards() {
  return (
    <>
      <section className="card loading-card" aria-hidden="true">
        <Lines widths={[30, 60, 80]} />
      </section>
      <section className="card loading-card" aria-hidden="true">
        <Lines widths={[35, 85, 85, 85]} />
      </section>
      <section className="card loading-card" aria-hidden="true">
        <Lines widths={[40, 100, 90, 70, 100, 90, 75]} />
      </section>
    </>
  );
}

function Lines({ widths }: { readonly widths: readonly number[] }) {
  return (
    <div className="loading-lines">
      {widths.map((width, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- lines of a drawing, never reordered
        <Skeleton key={place} width={width} />
      ))}
    </div>
  );
}
