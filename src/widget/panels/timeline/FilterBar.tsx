import { resolutionStatus } from "../../../contract/interaction.ts";
import { channel } from "../../../contract/primitives.ts";
import { useLocale } from "../../locale/LocaleProvider.tsx";
import { Select } from "../../ui/Select.tsx";
import type { TimelineFilter } from "./filter-interactions.ts";

interface FilterBarProps {
  readonly filter: TimelineFilter;
  readonly onFilter: (filter: TimelineFilter) => void;
}

export function FilterBar({ filter, onFilter }: FilterBarProps) {
  const { text, capitalised } = useLocale();
  return (
    <div className="filter">
      <input
        type="search"
        className="field"
        dir="auto"
        aria-label={text("filter.search")}
        placeholder={text("filter.search")}
        value={filter.search}
        onChange={(event) => onFilter({ ...filter, search: event.target.value })}
      />
      <Select
        label={text("filter.channel")}
        value={filter.channel ?? ""}
        onChange={(value) => onFilter({ ...filter, channel: channel.options.find((one) => one === value) ?? null })}
      >
        <option value="">{text("filter.allChannels")}</option>
        {channel.options.map((one) => (
          <option key={one} value={one}>
            {capitalised(text(`channel.${one}`))}
          </option>
        ))}
      </Select>
      <Select
        label={text("filter.outcome")}
        value={filter.outcome ?? ""}
        onChange={(value) =>
          onFilter({ ...filter, outcome: resolutionStatus.options.find((one) => one === value) ?? null })
        }
      >
        <option value="">{text("filter.allOutcomes")}</option>
        {resolutionStatus.options.map((one) => (
          <option key={one} value={one}>
            {text(`status.${one}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}
