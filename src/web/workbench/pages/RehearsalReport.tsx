/** The totals of a run: what it costs a month, who gains and who loses, by county, by urban or rural, by family size. */
import { useQuery } from '@tanstack/react-query';
import { type Effect, effects, type RunReport } from '../../../kernel/rehearsal/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Facts } from '../../components/layout.tsx';
import { Money } from '../../components/marks.tsx';
import type { DivisionRow } from '../../form/services.ts';
import { api } from '../../shared/api.ts';

type Groups = RunReport['groups'];
type Group = Groups[number];

export const householdsIn = (groups: Groups, effect: Effect): number =>
  groups.filter((g) => g.effect === effect).reduce((n, g) => n + g.households, 0);
const sum = (groups: Groups, of: (g: Group) => number): number => groups.reduce((n, g) => n + of(g), 0);
/** Those who come in must apply first: their money is told apart from what changes by itself. */
const receiving = (groups: Groups): Groups => groups.filter((g) => g.effect !== 'enter');

const sizes = ['未核算', '1人户', '2人户', '3人户', '4人户', '5人及以上'];
const urbanRural = { urban: '城市', rural: '农村' } as const;

function Table({ caption, groups, by }: { caption: string; groups: Groups; by: (g: Group) => string }) {
  const names = [...new Set(groups.map(by))];
  const rows = names.map((name) => ({ name, of: groups.filter((g) => by(g) === name) }));
  const count = (effect: Effect) => (row: (typeof rows)[number]) => householdsIn(row.of, effect);
  return (
    <>
      <h3>{caption}</h3>
      <DataTable
        caption={caption}
        rows={rows}
        rowKey={(row) => row.name}
        columns={[
          { key: 'name', title: '组', kind: 'main', render: (row) => row.name },
          { key: 'gain', title: effects.gain, kind: 'number', render: count('gain') },
          { key: 'loss', title: effects.loss, kind: 'number', render: count('loss') },
          { key: 'enter', title: effects.enter, kind: 'number', render: count('enter') },
          { key: 'leave', title: effects.leave, kind: 'number', render: count('leave') },
          { key: 'unclear', title: effects.unclear, kind: 'number', render: count('unclear') },
          { key: 'same', title: effects.same, kind: 'number', render: count('same') },
          {
            key: 'old',
            title: '原每月',
            kind: 'number',
            render: (row) => <Money fen={sum(receiving(row.of), (g) => g.oldFen)} />,
          },
          {
            key: 'new',
            title: '新每月',
            kind: 'number',
            render: (row) => <Money fen={sum(receiving(row.of), (g) => g.newFen)} />,
          },
          {
            key: 'more',
            title: '每月增减',
            kind: 'number',
            render: (row) => <Money fen={sum(receiving(row.of), (g) => g.newFen - g.oldFen)} />,
          },
        ]}
      />
    </>
  );
}

export function Report({ groups, on }: { groups: Groups; on: string }) {
  const counties = useQuery({
    queryKey: ['/api/divisions', 'counties', groups[0]?.county.slice(0, 4)],
    queryFn: () =>
      api.get<{ rows: readonly DivisionRow[] }>('/api/divisions', { parent: `${groups[0]!.county.slice(0, 4)}00000000` }),
    enabled: groups.length > 0,
  });
  if (groups.length === 0) return <p className="state-note">方案涉及的标准不影响任何正在领取的或一年内申请过的家庭。</p>;
  const nameOf = (county: string): string => counties.data?.rows.find((row) => row.code === county)?.name ?? county;
  const own = receiving(groups);
  const reversals = sum(groups, (g) => g.reversals);
  return (
    <>
      <Facts
        rows={[
          {
            label: '每月增减',
            value: (
              <b>
                <Money fen={sum(own, (g) => g.newFen - g.oldFen)} />
              </b>
            ),
          },
          {
            label: '每月合计',
            value: (
              <>
                <Money fen={sum(own, (g) => g.oldFen)} /> → <Money fen={sum(own, (g) => g.newFen)} />
              </>
            ),
          },
          {
            label: `截至${on}应补发`,
            value: (
              <Money
                fen={sum(
                  own.filter((g) => g.effect === 'gain'),
                  (g) => g.arrearsFen,
                )}
              />
            ),
          },
          {
            label: '新符合条件的若都申请，每月另需',
            value: (
              <Money
                fen={sum(
                  groups.filter((g) => g.effect === 'enter'),
                  (g) => g.newFen,
                )}
              />
            ),
          },
        ]}
      />
      {reversals > 0 && (
        <p className="causes causes-danger">
          有{reversals}户倒挂：标准提高，反而减少或不再符合条件。请先看下面的个案，弄清原因再送审。
        </p>
      )}
      <Table caption="按县（市、区）" groups={groups} by={(g) => nameOf(g.county)} />
      <Table caption="按城乡" groups={groups} by={(g) => (g.urbanRural ? urbanRural[g.urbanRural] : '未核算')} />
      <Table caption="按家庭人口" groups={groups} by={(g) => sizes[g.size]!} />
    </>
  );
}
