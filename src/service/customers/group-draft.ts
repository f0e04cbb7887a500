import type { MergeEntry } from "../../contract/record.ts";
import { newHead, type CustomerHead } from "../record/head.ts";
import type { CustomerChange, ErasedCustomer, StoredCustomer, StoredGroup } from "../stores/store.ts";

type Members = readonly [StoredCustomer, ...StoredCustomer[]];

/** A group of merged customers while one change of it is worked out. */
export interface GroupDraft {
  readonly survivorId: string;
  members(): Members;
  head(customerId: string): CustomerHead;
  update(customerId: string, change: (head: CustomerHead) => CustomerHead): void;
  /** Takes another group in: its survivor is merged into this one. */
  adopt(other: GroupDraft, entry: MergeEntry): void;
  /** Raises the version that readers see. */
  raiseVersion(at: string): void;
  /** What to store: the survivor always, so that every change of a group meets every other. */
  changes(): readonly CustomerChange[];
}

export function draftGroup(group: Pick<StoredGroup, "members">): GroupDraft {
  const [survivor] = group.members;
  const members = new Map(group.members.map((one) => [one.customerId, one]));
  const touched = new Set([survivor.customerId]);

  function member(customerId: string): StoredCustomer {
    const found = members.get(customerId);
    if (!found) throw new Error("Only members of a group can be changed with it.");
    return found;
  }
  function set(next: StoredCustomer): void {
    members.set(next.customerId, next);
    touched.add(next.customerId);
  }

  return {
    survivorId: survivor.customerId,
    members() {
      const others = [...members.values()].filter(({ customerId }) => customerId !== survivor.customerId);
      return [member(survivor.customerId), ...others];
    },
    head: (customerId) => member(customerId).head,
    update(customerId, change) {
      const before = member(customerId);
      set({ ...before, head: change(before.head) });
    },
    adopt(other, entry) {
      const [theirs, ...merged] = other.members();
      for (const one of merged) members.set(one.customerId, one);
      set({ ...theirs, mergedInto: survivor.customerId });
      const ours = member(survivor.customerId);
      set({ ...ours, head: { ...ours.head, merges: [...ours.head.merges, entry] } });
    },
    raiseVersion(at) {
      const ours = member(survivor.customerId);
      set({ ...ours, version: ours.version + 1, head: { ...ours.head, lastUpdated: at } });
    },
    changes: () =>
      [...touched].map((customerId) => {
        const { revision, state, version, mergedInto, erasedAt, head } = member(customerId);
        return { customerId, revision, after: { state, version, mergedInto, erasedAt, head } };
      }),
  };
}

/** A customer that is not stored yet, or whose id was another person's who is erased. */
export function draftCustomer(
  customerId: string,
  erased: ErasedCustomer | null,
  at: string,
  made: boolean,
): GroupDraft {
  return draftGroup({
    members: [
      {
        state: "living",
        customerId,
        revision: erased?.revision ?? 0,
        version: erased?.version ?? 0,
        mergedInto: null,
        erasedAt: erased?.erasedAt ?? null,
        head: newHead(at, made),
      },
    ],
  });
}
