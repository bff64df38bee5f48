/** 协理员和站点: coverage and staffing of every township; one township with its centre, stations, people, village by village. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { type Column, DataTable } from '../../../../web/components/DataTable.tsx';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, ownTownship, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { OfficeRow, StaffRow, TownshipRow, TownshipView, UnitView, VillageRow } from '../../stations/terms.ts';

const LIST = '/api/assistance-stations';
type Forms = Record<'staff' | 'unit' | 'training' | 'population' | 'office', readonly FormField[]>;
interface Ask {
  title: string;
  causes: string;
  fields: readonly FormField[];
  initial?: Record<string, unknown>;
  button: string;
  to: string;
}

export function Stations() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const [ask, setAsk] = useState<Ask | null>(null);
  const forms = useQuery({ queryKey: [LIST, 'forms'], queryFn: () => api.get<Forms>(`${LIST}/forms`) });
  const own = ownTownship(session);
  const township = search.township ?? own;
  const keeps = may(session, 'POST /api/assistance-staff');
  const counts = may(session, 'POST /api/township-populations');
  const refresh = () => queries.invalidateQueries({ queryKey: [LIST] });
  const asks: Ask[] = forms.data
    ? [
        ...(keeps
          ? [
              {
                title: '登记协理员或岗位',
                causes: '协理员登记到村（社区），其他岗位登记到乡镇；服务人数按在享受的人计算，不用填。',
                fields: forms.data.staff,
                initial: { fromOn: session.today },
                button: '登记',
                to: '/api/assistance-staff',
              },
              {
                title: '登记服务中心或站点',
                causes: '每个乡镇（街道）一个服务中心；困难群众多的村设站点。',
                fields: forms.data.unit,
                button: '登记',
                to: '/api/assistance-units',
              },
            ]
          : []),
        ...(counts
          ? [
              {
                title: '登记年末人口',
                causes: '配员标准按上年末常住人口核算；同一年再登记，以后一次为准。',
                fields: forms.data.population,
                initial: { year: Number(session.today.slice(0, 4)) - 1 },
                button: '登记',
                to: '/api/township-populations',
              },
              {
                title: '登记本级编制',
                causes: '本级民政部门年末的编制和人员；同一年再登记，以后一次为准。',
                fields: forms.data.office,
                initial: { year: Number(session.today.slice(0, 4)) - 1 },
                button: '登记',
                to: '/api/office-posts',
              },
            ]
          : []),
      ]
    : [];
  return (
    <Page
      title="协理员和站点"
      lead="每村至少一名协理员；乡镇岗位按常住人口配备：3万人以下1人，3万至6万人2人，6万人以上3人。"
      aside={
        <span className="line">
          {asks.map((a, i) => (
            <Button key={a.title} type={i === 0 ? 'primary' : 'default'} onClick={() => setAsk(a)}>
              {a.title}
            </Button>
          ))}
        </span>
      }
    >
      {!own && <Townships onOpen={(code) => change({ township: code })} />}
      {township && <Township key={township} township={township} keeps={keeps} forms={forms.data ?? null} ask={setAsk} />}
      {keeps && (
        <p className="quiet">
          人多的可以用表格一次登记：<a href="/work/sheets">导入导出</a>，选“村级协理员登记”。
        </p>
      )}
      {ask && (
        <FormDrawer
          title={ask.title}
          causes={ask.causes}
          fields={ask.fields}
          initial={ask.initial ?? {}}
          division={homeDivision(session)}
          button={ask.button}
          send={(input, requestId) => api.post(ask.to, { ...input, requestId })}
          onDone={refresh}
          onClose={() => setAsk(null)}
        />
      )}
    </Page>
  );
}

function Townships({ onOpen }: { onOpen: (code: string) => void }) {
  const list = useQuery({ queryKey: [LIST], queryFn: () => api.get<{ rows: TownshipRow[]; offices: OfficeRow[] }>(LIST) });
  if (list.isPending) return <Loading />;
  if (!list.data) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const { rows, offices } = list.data;
  const sum = (of: (row: TownshipRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return (
    <>
      {offices.length > 0 && <Offices rows={offices} />}
      <Section title="各乡镇（街道）">
        <p className="line">
          <span>
            有协理员的村（社区）<b className="num">{sum((r) => r.covered)}</b>／{sum((r) => r.villages)}
          </span>
          <span>
            有服务中心的乡镇<b className="num">{rows.filter((r) => r.hasCentre).length}</b>／{rows.length}
          </span>
          <span>
            岗位缺额<b className="num">{sum((r) => r.shortage ?? 0)}</b>人
          </span>
        </p>
        <DataTable caption="各乡镇协理员和配员" rows={rows} rowKey={(row) => row.township} columns={townshipColumns(onOpen)} />
      </Section>
    </>
  );
}

const people = (n: number): string => n.toLocaleString('zh-CN');

/** The offices' own posts: no norm is printed for them, so nothing is judged. */
const Offices = ({ rows }: { rows: readonly OfficeRow[] }) => (
  <Section title="民政部门自己的编制">
    <p className="quiet">
      规划只写明“基层民政部门大多只有10个编制”，没有定县级的配员标准，所以不评达标；旁边列出所辖乡镇按标准还缺的岗位。
    </p>
    <DataTable
      caption="民政部门自己的编制"
      rows={rows}
      rowKey={(row) => row.office}
      columns={[
        { key: 'name', title: '单位', kind: 'main', render: (row) => `${row.name}民政局` },
        {
          key: 'posts',
          title: '编制',
          render: (row) =>
            row.posts ? (
              <>
                {row.posts.year}年末核定{row.posts.approved}、在编{row.posts.filled}
                {row.posts.vacant > 0 && <Tag tone="warn">空编{row.posts.vacant}</Tag>}
                {row.before && (
                  <span className="quiet">
                    （{row.before.year}年末{row.before.approved}、{row.before.filled}）
                  </span>
                )}
              </>
            ) : (
              <span className="quiet">还没有登记</span>
            ),
        },
        {
          key: 'working',
          title: '实际在岗',
          render: (row) =>
            row.posts && (
              <>
                {row.posts.working}人
                <span className="quiet">
                  （借调在外{row.posts.seconded}，聘用{row.posts.hired}）
                </span>
              </>
            ),
        },
        {
          key: 'each',
          title: '每名在岗人员对应常住人口',
          render: (row) =>
            row.personsEach !== null ? (
              `${people(row.personsEach)}人`
            ) : row.persons === null ? (
              <span className="quiet">
                年末人口登记了{row.counted}／{row.townships}个乡镇
              </span>
            ) : null,
        },
        {
          key: 'shortage',
          title: '所辖乡镇岗位还缺',
          kind: 'number',
          render: (row) => (row.shortage === null ? '未核算' : `${row.shortage}人`),
        },
        { key: 'source', title: '依据', deskOnly: true, render: (row) => row.posts?.source ?? '' },
      ]}
    />
  </Section>
);

const townshipColumns = (open: (code: string) => void): Column<TownshipRow>[] => [
  {
    key: 'name',
    title: '乡镇（街道）',
    kind: 'main',
    render: (row) => (
      <Button type="link" size="small" onClick={() => open(row.township)}>
        {row.name}
      </Button>
    ),
  },
  { key: 'villages', title: '有协理员的村', kind: 'number', render: (row) => `${row.covered}／${row.villages}` },
  { key: 'persons', title: '常住人口', kind: 'number', render: (row) => row.persons?.toLocaleString('zh-CN') ?? '未登记' },
  { key: 'posts', title: '岗位', kind: 'number', render: (row) => `${row.posts}／${row.required ?? '—'}` },
  {
    key: 'state',
    title: '配员',
    render: (row) =>
      row.shortage === null ? (
        <Tag>未核算</Tag>
      ) : row.shortage > 0 ? (
        <Tag tone="warn">缺{row.shortage}人</Tag>
      ) : (
        <Tag tone="good">达标</Tag>
      ),
  },
  {
    key: 'centre',
    title: '服务中心',
    render: (row) => (row.hasCentre ? <Tag tone="good">有</Tag> : <Tag tone="warn">没有</Tag>),
  },
  { key: 'helped', title: '救助人数', kind: 'number', render: (row) => row.beneficiaries.toLocaleString('zh-CN') },
];

function Township({
  township,
  keeps,
  forms,
  ask,
}: {
  township: string;
  keeps: boolean;
  forms: Forms | null;
  ask: (ask: Ask) => void;
}) {
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const view = useQuery({ queryKey: [LIST, township], queryFn: () => api.get<TownshipView>(`${LIST}/${township}`) });
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { name, says, units, staff, villageRows } = view.data;
  const end = (row: StaffRow) =>
    modal.confirm({
      title: `${row.name}离岗`,
      content: '离岗后这个村（社区）不再算有协理员。',
      okText: '离岗，从今天起',
      cancelText: '先不办',
      onOk: async () => {
        try {
          await api.post(`/api/assistance-staff/${row.id}/end`, { requestId: newRequestId() });
          await queries.invalidateQueries({ queryKey: [LIST] });
        } catch (error) {
          message.error(apiErrorOf(error).message);
        }
      },
    });
  const person = (row: StaffRow) => (
    <span key={row.id} className="line">
      <b>{row.name}</b>
      <a href={`tel:${row.phone}`}>{row.phone}</a>
      {row.otherPosts && <span className="quiet">兼{row.otherPosts}</span>}
      <span className="quiet">
        {row.trainings > 0 ? (
          <>
            培训{row.trainings}次，最近
            <Day on={row.trainedOn} />
          </>
        ) : (
          '还没有培训'
        )}
      </span>
      {keeps && forms && (
        <>
          <Button
            size="small"
            onClick={() =>
              ask({
                title: `${row.name}：登记培训`,
                causes: '培训记录只增不改。',
                fields: forms.training,
                button: '登记',
                to: `/api/assistance-staff/${row.id}/trainings`,
              })
            }
          >
            培训
          </Button>
          {units.length > 0 && (
            <Button
              size="small"
              onClick={() =>
                ask({
                  title: `${row.name}：安排到服务中心或站点`,
                  causes: '在那里服务群众。',
                  fields: [
                    {
                      name: 'unitId',
                      type: 'choice',
                      label: '服务中心或站点',
                      required: true,
                      choices: units.map((u) => ({ value: u.id, label: u.name })),
                    },
                  ],
                  button: '安排',
                  to: `/api/assistance-staff/${row.id}/unit`,
                })
              }
            >
              安排
            </Button>
          )}
          <Button size="small" danger onClick={() => end(row)}>
            离岗
          </Button>
        </>
      )}
    </span>
  );
  return (
    <>
      <Section title={`${name}：服务中心和岗位`}>
        <p>{says}</p>
        {staff.length === 0 ? (
          <Nothing>还没有登记乡镇岗位。</Nothing>
        ) : (
          <Facts rows={staff.map((row) => ({ label: row.kindZh, value: person(row) }))} />
        )}
        <DataTable
          caption="服务中心和站点"
          rows={units}
          rowKey={(u) => u.id}
          empty="还没有登记服务中心或站点。"
          columns={unitColumns}
        />
      </Section>
      <Section title={`${name}：各村（社区）协理员`}>
        <DataTable
          caption="各村（社区）协理员"
          rows={villageRows}
          rowKey={(v) => v.village}
          columns={[
            { key: 'name', title: '村（社区）', kind: 'main', render: (v: VillageRow) => <b>{v.name}</b> },
            {
              key: 'assistants',
              title: '协理员',
              kind: 'wide',
              render: (v) => (v.assistants.length > 0 ? v.assistants.map(person) : <Tag tone="warn">还没有</Tag>),
            },
            { key: 'helped', title: '服务人数', kind: 'number', render: (v) => v.beneficiaries },
            { key: 'stations', title: '站点', render: (v) => v.stations.join('、') || '—' },
          ]}
        />
      </Section>
    </>
  );
}

const unitColumns: Column<UnitView>[] = [
  { key: 'name', title: '名称', kind: 'main', render: (u) => <b>{u.name}</b> },
  { key: 'kind', title: '类型', render: (u) => u.kindZh },
  { key: 'place', title: '地址', render: (u) => `${u.place}，${u.address}` },
  { key: 'telephone', title: '电话', render: (u) => <a href={`tel:${u.telephone}`}>{u.telephone}</a> },
  { key: 'hours', title: '开放时间', render: (u) => u.hours },
  { key: 'covers', title: '覆盖', render: (u) => u.covers.join('、') || '全乡镇' },
  { key: 'staff', title: '人员', render: (u) => u.staff.join('、') || '—' },
];
