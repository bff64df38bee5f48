/** The years of the plan on a slider: by finger, mouse and arrow keys; what is chosen stands beside it in words. */
export function CockpitYears({
  years,
  year,
  onChange,
}: {
  years: readonly number[];
  year: number;
  onChange: (year: number) => void;
}) {
  const [first, last] = [years[0]!, years.at(-1)!];
  if (first === last) return null;
  const says = year === last ? `${year}年（现在）` : `${year}年（已经过去）`;
  return (
    <div className="cockpit-years">
      <label htmlFor="cockpit-year">看哪一年</label>
      <input
        id="cockpit-year"
        type="range"
        min={first}
        max={last}
        step={1}
        value={year}
        list="cockpit-year-marks"
        aria-valuetext={says}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <datalist id="cockpit-year-marks">
        {years.map((each) => (
          <option key={each} value={each} label={String(each)} />
        ))}
      </datalist>
      <output htmlFor="cockpit-year">{says}</output>
    </div>
  );
}
