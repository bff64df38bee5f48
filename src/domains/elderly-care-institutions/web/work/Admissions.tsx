/** 入住: applications in the order of the queue, with what each waits for. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { AdmissionRow } from '../../stays/content.ts';
import { useOwn } from './own.ts';

export function Admissions() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <Listed id={id} />}</Answered>;
}

function Listed({ id }: { id: string }) {
  const session = useSession();
  const [{ view = 'open' }, change] = useTextSearch();
  const list = useQuery({
    queryKey: ['/api/institutions', id, 'admissions', view],
    queryFn: () =>
      api.get<{ name: string; rows: AdmissionRow[]; offers: Offer[] }>(`/api/institutions/${id}/admissions`, { view }),
  });
  return (
    <Answered query={list}>
      {({ name, rows, offers }) => (
        <Page
          title={`${name}：入住`}
          lead="申请、轮候、留床、评估、协议，到办理入住。公办机构按轮候次序安排。"
          aside={<Offers offers={offers} division={homeDivision(session)} first="primary" />}
        >
          <Section title="申请">
            <Chips
              label="看哪些"
              options={[
                { value: 'open', label: '在办' },
                { value: 'closed', label: '办完的' },
              ]}
              value={view}
              onChange={(value) => change({ view: value === 'open' ? undefined : value })}
            />
            <DataTable
              caption="入住申请"
              rows={rows}
              rowKey={(row) => row.id}
              empty={view === 'open' ? '没有在办的入住申请。' : '还没有办完的。'}
              columns={[
                {
                  key: 'name',
                  title: '老人',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/admissions/$admissionId' as never} params={{ admissionId: row.id } as never}>
                      {row.name}（{row.sexZh}，{row.age}岁）
                    </Link>
                  ),
                },
                { key: 'no', title: '轮候号', kind: 'number', render: (row) => row.no },
                { key: 'state', title: '到哪一步', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                {
                  key: 'where',
                  title: '次序或床位',
                  kind: 'wide',
                  render: (row) =>
                    row.bed
                      ? `${row.bed}${row.until ? `，留到${row.until}` : ''}`
                      : row.place
                        ? `第${row.place}位，${row.rankZh}`
                        : '',
                },
                { key: 'kind', title: '类型', deskOnly: true, render: (row) => row.kindZh },
                { key: 'wanted', title: '希望入住', render: (row) => <Day on={row.wantedOn} /> },
                {
                  key: 'answer',
                  title: '答复期限',
                  render: (row) =>
                    row.place ? (
                      <>
                        <Day on={row.answerBy} /> {row.late && <Tag tone="bad">已过</Tag>}
                      </>
                    ) : (
                      ''
                    ),
                },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
