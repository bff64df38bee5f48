/** 应急演练: which desk has drilled this half-year, and what came of each. */
import { Link, useNavigate } from '@tanstack/react-router';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { SearchBox } from '../../../../web/workbench/pages/SearchBox.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { DrillList } from '../../emergency/content.ts';

const stateNames = {
  done: { zh: '演练过了', tone: 'good' },
  running: { zh: '还没有总结', tone: 'now' },
  due: { zh: '还没有', tone: 'plain' },
  overdue: { zh: '没有演练，超期', tone: 'bad' },
} as const;

export function EmergencyDrills() {
  const session = useSession();
  const navigate = useNavigate();
  const [{ q }, change] = useTextSearch();
  const list = usePaged<DrillList>('/api/emergency/drills', { q });
  return (
    <Answered query={list}>
      {({ desks, rows, offers }) => (
        <Page
          title="应急演练"
          lead="每个呼叫台半年一次。演练的呼叫照常接、照常办，标明是演练，不进任何统计。"
          aside={
            <Offers
              offers={offers}
              division={homeDivision(session)}
              onDone={(answer) =>
                navigate({ to: '/emergency-drills/$drillId', params: { drillId: (answer as { id: string }).id } } as never)
              }
            />
          }
        >
          <Section title="各呼叫台">
            <DataTable
              caption="各呼叫台半年一次的演练"
              rows={desks}
              rowKey={(desk) => desk.division}
              empty="还没有呼叫台。"
              columns={[
                { key: 'name', title: '呼叫台', kind: 'main', render: (desk) => desk.name },
                {
                  key: 'halves',
                  title: '演练',
                  render: (desk) =>
                    desk.halves.map(({ half, zh, state }) => (
                      <span key={half}>
                        {zh} <Tag tone={stateNames[state].tone}>{stateNames[state].zh}</Tag>{' '}
                      </span>
                    )),
                },
              ]}
            />
          </Section>
          <Section title="做过的演练">
            <SearchBox label="按情形、发起人查" value={q ?? ''} onChange={(value) => change({ q: value || undefined })} />
            <DataTable
              caption="做过的演练"
              rows={rows}
              rowKey={(row) => row.id}
              empty={q ? '没有找到。换几个字再查。' : '还没有做过演练。'}
              columns={[
                {
                  key: 'scenario',
                  title: '情形',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/emergency-drills/$drillId' as never} params={{ drillId: row.id } as never}>
                      {row.scenario}
                    </Link>
                  ),
                },
                { key: 'desk', title: '呼叫台', render: (row) => row.deskName },
                { key: 'half', title: '算哪半年', render: (row) => row.halfZh },
                { key: 'at', title: '什么时候', render: (row) => <Moment at={row.startedAt} /> },
                { key: 'met', title: '达标／环节', kind: 'number', render: (row) => `${row.met}／${row.all}` },
                {
                  key: 'state',
                  title: '现在',
                  render: (row) => (
                    <Tag tone={row.state === 'ended' ? 'good' : 'now'}>{row.state === 'ended' ? '已总结' : '还没有总结'}</Tag>
                  ),
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
