/** 家属评价: what families said of a home, quarter by quarter, and what it answered. */
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Moment } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { EvaluationPage } from '../../family/content.ts';
import { useOwn } from './own.ts';

export function HomeEvaluations() {
  const { institutionId } = useParams({ strict: false }) as { institutionId: string };
  return (
    <VoicesOf
      id={institutionId}
      aside={
        <Link to={'/institutions/$institutionId' as never} params={{ institutionId } as never}>
          ← 机构
        </Link>
      }
    />
  );
}
export function OwnEvaluations() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <VoicesOf id={id} aside={null} />}</Answered>;
}

function VoicesOf({ id, aside }: { id: string; aside: ReactNode }) {
  const [{ q }, change] = useTextSearch();
  const list = usePaged<EvaluationPage>(`/api/institutions/${id}/evaluations`, { q });
  return (
    <Answered query={list}>
      {({ name, division, shown, quarters, rows }) => (
        <Page
          title={`${name}：家属评价`}
          lead="老人本人或者核对过的代理人，一个季度评一次。公开的是平均星级和条数；这里看得到说的话，不写是谁。"
          aside={aside}
        >
          <Section title="最近一年">
            <Facts
              rows={[
                {
                  label: '评价',
                  value: `${shown.voices}条，3星以上${shown.satisfied}条，写了话的${shown.withWords}条，答复了${shown.answered}条`,
                },
                {
                  label: '平均星级',
                  value: shown.stars ? shown.stars.map(({ zh, mean }) => `${zh}${mean}`).join('，') : '条数太少，不显示',
                },
              ]}
            />
          </Section>
          <Section title="每一条">
            <Chips
              label="季度"
              options={[{ value: '', label: '全部' }, ...quarters]}
              value={q ?? ''}
              onChange={(value) => change({ q: value || undefined })}
            />
            <DataTable
              caption="家属评价"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有家属评价。家属在手机上“我家老人”里评。"
              columns={[
                { key: 'overall', title: '总的', kind: 'main', render: (row) => `${row.overall}星（${row.quarterZh}）` },
                {
                  key: 'items',
                  title: '各项',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => row.items.map(({ zh, stars }) => `${zh}${stars}星`).join('，'),
                },
                { key: 'words', title: '说的话', kind: 'wide', wraps: true, render: (row) => row.words || '没有写' },
                { key: 'at', title: '什么时候', deskOnly: true, render: (row) => <Moment at={row.at} /> },
                {
                  key: 'answer',
                  title: '机构答复',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => (row.answer ? `${row.answer}（${row.answeredName}）` : '还没有'),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.quarterZh} division={division} inRow />,
                },
              ]}
            />
            <More list={list.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
