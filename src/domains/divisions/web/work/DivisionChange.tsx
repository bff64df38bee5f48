/** One change: what it would do, its papers, what was approved, where everything went, who waits for a place, its course. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Refused } from '../../../../web/components/states.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { DossierView, Unit } from './content.ts';
import { dossierTone } from './Divisions.tsx';

export function DivisionChange() {
  const { changeId } = useParams({ strict: false }) as { changeId: string };
  const [household, setHousehold] = useState('');
  const query = useQuery({
    queryKey: ['/api/division-changes', changeId, household],
    queryFn: () => api.get<DossierView>(`/api/division-changes/${changeId}?household=${encodeURIComponent(household)}`),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rehomed?.done === false ? 2_000 : false),
  });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const d = query.data!;
  return (
    <Page
      title={d.title}
      lead={`${d.divisionName}　${d.typeZh}`}
      aside={<Offers offers={d.offers} division={d.division} first="primary" onDone={async () => void (await query.refetch())} />}
    >
      <Section title="方案" aside={<Tag tone={dossierTone(d.state)}>{d.stateZh}</Tag>}>
        <Facts
          rows={[
            ...unitRows(d),
            { label: d.approval ? '生效日期' : '拟生效日期', value: <Day on={d.effectiveOn} /> },
            { label: '理由', value: d.reason },
          ]}
        />
        {d.problems.length > 0 && (
          <div role="alert" className="refused">
            <b>照这个方案批准不了：</b>
            <ul>
              {d.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </div>
        )}
      </Section>
      {d.approval && (
        <Section title="批准">
          <Facts
            rows={[
              { label: '批准机关、文号', value: `${d.approval.approver}　${d.approval.documentNo}` },
              { label: '批准日期', value: <Day on={d.approval.approvedOn} /> },
              { label: '代码公布期限', value: <Day on={d.approval.codeBy} /> },
              {
                label: '完成期限',
                value: (
                  <>
                    <Day on={d.approval.completeBy} />
                    {d.approval.extensionNo && `（经${d.approval.extensionNo}同意延期）`}
                  </>
                ),
              },
              ...(d.approval.completedOn ? [{ label: '完成日期', value: <Day on={d.approval.completedOn} /> }] : []),
            ]}
          />
        </Section>
      )}
      {d.preview && (
        <Section title="影响分析">
          <p>
            {d.units.concerns.length > 0
              ? '代码和名称都不变。这些单位下现有：'
              : `换掉${d.preview.ended.length}个代码，启用${d.preview.opened.length}个。这些代码下现有：`}
          </p>
          <DataTable
            caption="涉及的记录"
            rows={d.preview.touched}
            rowKey={(row) => row.zh}
            empty="这些代码下没有记录。"
            columns={[
              { key: 'zh', title: '什么', kind: 'main', render: (row) => row.zh },
              { key: 'rows', title: '条数', kind: 'number', render: (row) => row.rows },
            ]}
          />
          <DataTable
            caption="启用的单位"
            rows={d.preview.opened}
            rowKey={(row) => row.code}
            empty="没有新的单位。"
            columns={[
              { key: 'name', title: '单位', kind: 'main', render: (row) => row.name },
              { key: 'code', title: '代码', render: (row) => row.code },
              { key: 'kind', title: '类型', render: (row) => row.kind },
            ]}
          />
        </Section>
      )}
      {d.placing && (!d.placing.all || d.placing.total > 0) && (
        <Placing dossier={d} placing={d.placing} sought={household} seek={setHousehold} />
      )}
      {d.rehomed && (
        <Section title="归属">
          <p>
            {d.rehomed.done ? '已经归属完毕。' : '正在归属，过一会儿再看。'}
            {d.announcement && <a href={d.announcement}>看公告</a>}
          </p>
          <DataTable
            caption="归到新代码的记录"
            rows={d.rehomed.rows}
            rowKey={(row) => row.zh}
            empty="没有记录要归。"
            columns={[
              { key: 'zh', title: '什么', kind: 'main', render: (row) => row.zh },
              { key: 'moved', title: '归过去的', kind: 'number', render: (row) => row.moved },
              { key: 'stayed', title: '留在原代码的', kind: 'number', render: (row) => row.stayed },
            ]}
          />
        </Section>
      )}
      <Section title="材料">
        <Facts
          rows={d.papers.map((paper) => ({
            label: paper.zh,
            value: paper.file ? <a href={`/api/files/${paper.file}`}>查看</a> : <span className="quiet">还没有</span>,
          }))}
        />
      </Section>
      <Section title="经过">
        <DataTable
          caption="办理经过"
          rows={d.steps}
          rowKey={(row) => String(row.no)}
          columns={[
            { key: 'zh', title: '做了什么', kind: 'main', render: (row) => row.zh },
            { key: 'by', title: '谁', render: (row) => row.byName },
            { key: 'at', title: '什么时候', render: (row) => <Moment at={row.at} /> },
            { key: 'note', title: '说明', kind: 'wide', wraps: true, render: (row) => row.note },
          ]}
        />
      </Section>
    </Page>
  );
}

/** What changes and what it becomes; of a change of line or seat, what it concerns. */
function unitRows({ units }: DossierView) {
  const { ends, begins, into, concerns, seat } = units;
  if (concerns.length > 0)
    return [
      { label: into ? '划出的单位' : '涉及的单位', value: <Units of={concerns} /> },
      ...(into ? [{ label: '划入的单位', value: <Units of={[into]} /> }] : []),
      ...(seat ? [{ label: '新的驻地', value: seat }] : []),
    ];
  const named = begins.map(({ code, name, percent }) => ({ code, name: percent ? `${name}（承接${percent}%）` : name }));
  const after = begins.length > 0 ? <Units of={named} /> : into ? `并入${into.name}` : '没有承接的单位';
  return [
    { label: '变更的单位', value: ends.length === 0 ? '没有（新设）' : <Units of={ends} /> },
    { label: '变更以后', value: after },
  ];
}

const Units = ({ of }: { of: readonly Unit[] }) => (
  <>
    {of.map(({ code, name }) => (
      <div key={code}>
        {name} <span className="quiet num">{code}</span>
      </div>
    ))}
  </>
);

/** 归属: households of a unit that was split, or of the part that passes to another, are found, chosen and placed. */
function Placing({
  dossier,
  placing,
  sought,
  seek,
}: {
  dossier: DossierView;
  placing: NonNullable<DossierView['placing']>;
  sought: string;
  seek(household: string): void;
}) {
  const session = useSession();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [to, setTo] = useState<string>();
  const [refused, setRefused] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const places = may(session, 'POST /api/division-changes/:id/placements');
  const all = placing.rows.map((row) => row.id);
  const place = async () => {
    setBusy(true);
    setRefused(null);
    try {
      await api.post(`/api/division-changes/${dossier.id}/placements`, {
        households: chosen,
        toDivision: to,
        requestId: newRequestId(),
      });
      setChosen([]);
      await queries.invalidateQueries();
    } catch (error) {
      setRefused(apiErrorOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={placing.all ? `待归属 ${placing.total}户` : '划转的住户'}>
      <p>
        {placing.all
          ? '拆分的单位不按比例分人：每一户归到哪里，由熟悉情况的人来定。'
          : '代码不变，哪些户住在划出的区域里，由熟悉情况的人来定。'}
        一户归过去，人、办件、待遇和档案一起去。
      </p>
      <Input.Search
        aria-label="找住户"
        placeholder="户主姓名或户号"
        allowClear
        defaultValue={sought}
        onSearch={(text) => {
          setChosen([]);
          seek(text.trim());
        }}
        style={{ maxWidth: 280, marginBottom: 12 }}
      />
      {places && (
        <div className="choices">
          <Button onClick={() => setChosen(chosen.length === all.length ? [] : all)}>
            {chosen.length === all.length ? '都不选' : '全选'}
          </Button>
          <Select
            aria-label="归到哪个单位"
            placeholder="归到哪个单位"
            style={{ minWidth: 220 }}
            value={to}
            onChange={setTo}
            options={placing.to.map((unit) => ({ value: unit.code, label: unit.name }))}
          />
          <Button type="primary" loading={busy} disabled={chosen.length === 0 || !to} onClick={() => void place()}>
            归过去（{chosen.length}户）
          </Button>
        </div>
      )}
      {refused && <Refused error={refused} />}
      <DataTable
        caption={placing.all ? '待归属的住户' : '划出单位的住户'}
        empty={sought ? '没有这样的住户。' : '没有住户。'}
        rows={placing.rows}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            title: '户主',
            kind: 'main',
            render: (row) =>
              places ? (
                <Checkbox
                  checked={chosen.includes(row.id)}
                  onChange={(e) => setChosen(e.target.checked ? [...chosen, row.id] : chosen.filter((id) => id !== row.id))}
                >
                  {row.headName ?? row.code}
                </Checkbox>
              ) : (
                (row.headName ?? row.code)
              ),
          },
          { key: 'code', title: '户号', render: (row) => row.code },
          { key: 'persons', title: '人口', kind: 'number', render: (row) => row.persons },
        ]}
      />
      {placing.total > placing.rows.length && (
        <p className="quiet">
          共{placing.total}户，先列出{placing.rows.length}户；可以按户主姓名找。
        </p>
      )}
    </Section>
  );
}
