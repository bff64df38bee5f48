/** 家庭名单: the households of a village or a township, to be looked through; the address keeps what it is narrowed by. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { levelOf } from '../../../kernel/division/index.ts';
import { KeysetTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/layout.tsx';
import { DivisionName } from '../../components/marks.tsx';
import { useSession } from '../../components/session.tsx';
import { Nothing } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import type { DivisionRow } from '../../form/services.ts';
import { api } from '../../shared/api.ts';
import { placeIn } from '../placeIn.ts';
import { useTextSearch } from '../search.ts';
import { useProgrammes } from './programmes.ts';

interface Row {
  id: string;
  code: string;
  divisionName: string;
  urbanRural: 'urban' | 'rural';
  headId: string;
  headName: string | null;
  members: number;
  receives: readonly string[];
}

const kinds = [
  { value: '', label: '城市和农村' },
  { value: 'rural', label: '农村' },
  { value: 'urban', label: '城市' },
];

const kindOf = (wanted: string | undefined): string => kinds.find((kind) => kind.value === wanted)?.value ?? '';

const isListed = (division: string): boolean => ['township', 'village'].includes(levelOf(division));

export function Households() {
  const { actor } = useSession();
  const [search, change] = useTextSearch();
  const home = actor.division ?? '';
  const division = placeIn(home, search.division);
  const urbanRural = kindOf(search.urbanRural);
  const programmes = useProgrammes();
  return (
    <Section title="按村（社区）看家庭">
      <div className="filters">
        <Places home={home} chosen={division} onChange={(code) => change({ division: code === home ? '' : code })} />
        <Select
          aria-label="领取什么"
          style={{ minWidth: 170 }}
          value={search.receives ?? ''}
          onChange={(receives) => change({ receives })}
          options={[
            { value: '', label: '领没领待遇都看' },
            { value: 'any', label: '领取待遇的' },
            { value: 'none', label: '没有领取待遇的' },
            ...programmes.map(({ value, label }) => ({ value, label: `领取${label}` })),
          ]}
        />
        <Select
          aria-label="城市或农村"
          style={{ minWidth: 130 }}
          value={urbanRural}
          onChange={(kind) => change({ urbanRural: kind })}
          options={kinds}
        />
      </div>
      {isListed(division) ? (
        <Listed query={{ division, receives: search.receives, urbanRural: urbanRural || undefined }} />
      ) : (
        <Nothing>先选一个乡镇（街道）。一次只列一个乡镇（街道）或村（社区）的家庭。</Nothing>
      )}
    </Section>
  );
}

/** From the officer's own place down to the village, one choice for each level that has been reached. */
function Places({ home, chosen, onChange }: { home: string; chosen: string; onChange: (code: string) => void }) {
  const path = [home, ...[6, 9].map((n) => chosen.slice(0, n).padEnd(12, '0'))].filter(
    (code, i, all) => i === 0 || (code > home && chosen >= code && code !== all[i - 1] && all.indexOf(code) === i),
  );
  return path
    .filter((parent) => levelOf(parent) !== 'village')
    .map((parent, i) => (
      <PartOf key={parent} parent={parent} chosen={path[i + 1] ?? (chosen === parent ? '' : chosen)} onChange={onChange} />
    ));
}

function PartOf({ parent, chosen, onChange }: { parent: string; chosen: string; onChange: (code: string) => void }) {
  const parts = useQuery({
    queryKey: ['/api/divisions', 'below', parent],
    queryFn: () => api.get<{ rows: readonly DivisionRow[] }>('/api/divisions', { parent }),
  });
  const township = levelOf(parent) === 'township';
  const whole = township ? '全部村（社区）' : levelOf(parent) === 'county' ? '选乡镇（街道）' : '选县（市、区）';
  return (
    <Select
      aria-label={township ? '村（社区）' : levelOf(parent) === 'county' ? '乡镇（街道）' : '县（市、区）'}
      style={{ minWidth: 160 }}
      value={chosen}
      onChange={(code) => onChange(code === '' ? parent : code)}
      showSearch={{ optionFilterProp: 'label' }}
      options={[{ value: '', label: whole }, ...(parts.data?.rows ?? []).map(({ code, name }) => ({ value: code, label: name }))]}
    />
  );
}

function Listed({ query }: { query: { division: string; receives: string | undefined; urbanRural: string | undefined } }) {
  const list = useKeyset<Row>('/api/households', query);
  return (
    <KeysetTable
      caption="家庭名单"
      list={list}
      rowKey={(row) => row.id}
      empty="这里没有符合条件的家庭。"
      columns={[
        {
          key: 'head',
          title: '户主',
          kind: 'main',
          render: (row) => (
            <>
              <Link to="/households/$householdId" params={{ householdId: row.id }}>
                {row.headName ?? '辖区以外的户主'}
              </Link>
              ，{row.members}人
            </>
          ),
        },
        { key: 'code', title: '家庭编号', render: (row) => <span className="num">{row.code}</span> },
        { key: 'kind', title: '城乡', deskOnly: true, render: (row) => (row.urbanRural === 'rural' ? '农村' : '城市') },
        { key: 'division', title: '村（社区）', render: (row) => <DivisionName name={row.divisionName} /> },
        {
          key: 'receives',
          title: '本月领取',
          render: (row) => (row.receives.length > 0 ? row.receives.join('、') : <span className="quiet">没有</span>),
        },
      ]}
    />
  );
}
