/** 抽取室: one batch, step by step, with every number that it rests on; the ranking appears when the seal is opened. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { exclusions, passes } from '../../../../kernel/inspection/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { DrawRoomView } from './supervisionContent.ts';

/** What the batch waits for, in a sentence. */
function waitsFor(draw: DrawRoomView): string | null {
  if (draw.state === 'prepared') return '等法制机构生成密值、公布承诺值。冻结名录的人不能办。';
  if (draw.state === 'promised') return `等“${draw.beaconSource}”开出号码；承诺值公布满24小时以后登记。`;
  if (draw.state === 'called') return '等法制机构当场启封密值。登记号码的人不能办。';
  return null;
}

const hash = (text: string | null) => (text ? <code className="hash">{text}</code> : <span className="quiet">还没有公开</span>);

export function DrawRoom() {
  const { drawId } = useParams({ strict: false }) as { drawId: string };
  const query = useQuery({
    queryKey: ['/api/care-supervision/draws', drawId],
    queryFn: () => api.get<DrawRoomView>(`/api/care-supervision/draws/${drawId}`),
  });
  return <Answered query={query}>{(draw) => <Room draw={draw} />}</Answered>;
}

function Room({ draw }: { draw: DrawRoomView }) {
  const { input, result } = draw;
  const names = new Map([...input.objects, ...input.inspectors].map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const waits = waitsFor(draw);
  return (
    <Page
      title={`抽取室 ${draw.no}`}
      lead={
        <>
          {draw.divisionName}，{draw.matter}，<Day on={draw.windowFrom} />至<Day on={draw.windowTo} />
          检查，{draw.announced ? '事先通知' : '不通知'}
        </>
      }
      aside={
        <>
          <Offers offers={draw.offers} division={draw.division} first="primary" />
          <Link to={'/draws' as never}>← 双随机抽取</Link>
        </>
      }
    >
      <Section title="到了哪一步" aside={<Tag tone={draw.tone}>{draw.stateZh}</Tag>}>
        {waits && <p>{waits}</p>}
        {draw.voidReason && <p>作废的理由：{draw.voidReason}</p>}
        {draw.voidAsked && (
          <p>
            {draw.voidAsked.name}申请作废，等另一位确认：{draw.voidAsked.reason}
          </p>
        )}
        {result?.shortFor && (
          <p>{nameOf(result.shortFor)}凑不齐两名可以派的执法人员，整批没有生成。请补充名录、作废本批次再抽。</p>
        )}
        <ol className="plain-list">
          {draw.hands.map(({ zh, name, at }) => (
            <li key={zh}>
              <p className="line">
                <b>{zh}</b>
                <span>{name}</span>
                <Moment at={at} />
              </p>
            </li>
          ))}
        </ol>
      </Section>
      <Section
        title="公开的数"
        aside={
          draw.promise && (
            <a href={draw.replay} target="_blank" rel="noreferrer">
              公众的重算页面
            </a>
          )
        }
      >
        <Facts
          rows={[
            { label: '名录哈希', value: hash(draw.objectHash) },
            { label: '执法人员哈希', value: hash(draw.inspectorHash) },
            { label: '承诺值', value: hash(draw.promise) },
            { label: '公开随机数', value: draw.beacon ? `${draw.beaconSource}：${draw.beacon}` : draw.beaconSource },
            { label: '密值', value: hash(draw.secret) },
            { label: '种子', value: hash(draw.seed) },
          ]}
        />
      </Section>
      {result && result.pairs.length > 0 && (
        <Section title={`抽中${result.pairs.length}家`}>
          <DataTable
            caption="抽中的机构和检查人员"
            rows={result.pairs}
            rowKey={(row) => row.objectId}
            columns={[
              { key: 'name', title: '机构', kind: 'main', render: (row) => nameOf(row.objectId) },
              { key: 'lead', title: '主办', render: (row) => nameOf(row.lead) },
              { key: 'second', title: '协办', render: (row) => nameOf(row.second) },
              {
                key: 'order',
                title: '次序',
                kind: 'wide',
                wraps: true,
                render: (row) =>
                  row.candidates.map(({ id, passed }) => `${nameOf(id)}${passed ? `（${passes[passed]}）` : ''}`).join('、'),
              },
            ]}
          />
        </Section>
      )}
      {result?.strata.map((stratum) => (
        <Section
          key={`${stratum.riskClass}${stratum.county}`}
          title={`${draw.counties.find(({ code }) => code === stratum.county)?.name ?? ''}${stratum.riskClass}类：${stratum.of}家，${input.rates[stratum.riskClass]}%，抽${stratum.draws}家`}
        >
          <DataTable
            caption={`${stratum.riskClass}类的排序`}
            rows={stratum.ranking.map((row, i) => ({ ...row, place: i + 1 }))}
            rowKey={(row) => row.id}
            tone={(row) => (row.drawn ? 'row-good' : undefined)}
            columns={[
              { key: 'place', title: '次序', kind: 'number', render: (row) => row.place },
              { key: 'name', title: '机构', kind: 'main', render: (row) => nameOf(row.id) },
              { key: 'lot', title: '签', render: (row) => <code>{row.lot.slice(0, 12)}…</code> },
              { key: 'drawn', title: '结果', render: (row) => (row.drawn ? <Tag tone="good">抽中</Tag> : '—') },
            ]}
          />
        </Section>
      ))}
      <Section title={`名录：${input.objects.length}家`}>
        <DataTable
          caption="冻结的名录"
          rows={input.objects}
          rowKey={(row) => row.id}
          columns={[
            { key: 'name', title: '机构', kind: 'main', render: (row) => row.name },
            { key: 'no', title: '编号', deskOnly: true, render: (row) => row.id },
            { key: 'class', title: '等级', render: (row) => `${row.riskClass}类` },
            { key: 'out', title: '不参加抽取', render: (row) => (row.excluded ? exclusions[row.excluded] : '参加') },
          ]}
        />
      </Section>
      <Section title={`执法人员：${input.inspectors.length}名，一人最多${input.inspectorCap}个任务`}>
        <DataTable
          caption="冻结的执法人员名录"
          rows={input.inspectors}
          rowKey={(row) => row.id}
          columns={[
            { key: 'name', title: '姓名', kind: 'main', render: (row) => `${row.name}（${row.id}）` },
            { key: 'cert', title: '执法证', render: (row) => row.certNo },
            { key: 'load', title: '手上的任务', kind: 'number', render: (row) => row.load },
            { key: 'unfit', title: '能不能派', render: (row) => (row.unfit ? passes[row.unfit] : '能') },
            {
              key: 'recused',
              title: '回避',
              kind: 'wide',
              wraps: true,
              render: (row) =>
                input.recusals
                  .filter(({ inspectorId }) => inspectorId === row.id)
                  .map(({ objectId }) => nameOf(objectId))
                  .join('、') || '没有',
            },
          ]}
        />
      </Section>
    </Page>
  );
}
