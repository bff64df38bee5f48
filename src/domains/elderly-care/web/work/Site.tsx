/** One facility: what it is, on which days it was open and what proves it, its grades, its course. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { YearMonth } from '../../../../kernel/schema/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { longMonth } from '../../../../web/shared/format.ts';
import { RecordsAbout } from '../../../../web/workbench/pages/RecordsAbout.tsx';
import type { SiteFile } from '../../facilities/content.ts';
import { SiteDayCare } from './SiteDayCare.tsx';
import { SiteMarks } from './Sites.tsx';

export function Site() {
  const { siteId } = useParams({ strict: false }) as { siteId: string };
  const file = useQuery({ queryKey: ['/api/care-sites', siteId], queryFn: () => api.get<SiteFile>(`/api/care-sites/${siteId}`) });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: SiteFile }) {
  return (
    <Page
      title={file.name}
      lead={
        <>
          {file.kindZh}，<DivisionName name={file.divisionName} />　<SiteMarks row={file} />
        </>
      }
      aside={<Link to={'/care-sites' as never}>← 社区养老设施</Link>}
    >
      <Section title="登记">
        <Facts
          rows={[
            {
              label: '状态',
              value: (
                <>
                  <Tag tone={file.tone}>{file.stateZh}</Tag> 从<Day on={file.stateOn} />起
                  {file.openedOn && (
                    <>
                      ，<Day on={file.openedOn} />
                      投用
                    </>
                  )}
                </>
              ),
            },
            ...(file.idleSince
              ? [
                  {
                    label: '空转',
                    value: (
                      <>
                        从{longMonth(file.idleSince.slice(0, 7) as YearMonth)}起没有开满{file.wantedDays}天，不计入覆盖率
                      </>
                    ),
                  },
                ]
              : []),
            { label: '功能', value: file.functionsZh.join('、') },
            ...(file.formZh ? [{ label: '形态', value: file.formZh }] : []),
            { label: '服务范围', value: file.reachZh },
            { label: '日托、全托、餐位', value: `日托${file.dayPlaces}位，全托${file.fullBeds}张，餐位${file.seats}个` },
            { label: '开放时间', value: file.hours },
            { label: '房屋', value: `${file.areaM2}平方米，产权方${file.owner}` },
            { label: '运营方', value: file.operator },
            { label: '负责人、电话', value: `${file.contact}，${file.telephone}` },
            { label: '地址', value: file.address },
            { label: '坐标', value: file.place ?? '还没有登记' },
            {
              label: '对应规划项目',
              value: file.planned ? <Link to={file.planned.to as never}>{file.planned.name}</Link> : '还没有确认',
            },
          ]}
        />
        {file.offers.length > 0 && (
          <p className="choices">
            <Offers offers={file.offers} of={file.name} division={file.division} first="primary" />
          </p>
        )}
      </Section>
      <RecordsAbout rows={file.registers} />
      {file.twins.length > 0 && (
        <Section title="疑似重复">
          <DataTable
            caption="疑似重复的设施"
            rows={file.twins}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'name',
                title: '另一处',
                kind: 'main',
                render: (row) => (
                  <Link to={'/care-sites/$siteId' as never} params={{ siteId: row.id } as never}>
                    {row.name}
                  </Link>
                ),
              },
              { key: 'metres', title: '相距', kind: 'number', render: (row) => `${row.metres}米` },
              {
                key: 'why',
                title: '为什么',
                kind: 'wide',
                wraps: true,
                render: () => '离得近，又是同一产权方：可能是一处房子挂了两块牌子',
              },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (row) => <Offers offers={row.offers} of={row.name} division={file.division} inRow />,
              },
            ]}
          />
        </Section>
      )}
      {file.homeServices && (
        <Section title={`上门服务（${file.homeServices.providerName}）`}>
          <DataTable
            caption="上门服务"
            rows={file.homeServices.months}
            rowKey={(row) => row.month}
            empty="这一年还没有上门服务的工单。"
            columns={[
              { key: 'month', title: '月份', kind: 'main', render: (row) => longMonth(row.month) },
              { key: 'orders', title: '工单', kind: 'number', render: (row) => row.orders },
              { key: 'done', title: '核实', kind: 'number', render: (row) => row.done },
              { key: 'people', title: '老人', kind: 'number', render: (row) => `${row.people}人` },
            ]}
          />
        </Section>
      )}
      {file.dayPlaces > 0 && <SiteDayCare siteId={file.id} name={file.name} division={file.division} />}
      <Section title="按月开放">
        <DataTable
          caption="按月开放"
          rows={file.months}
          rowKey={(row) => row.month}
          empty="还没有记过开放。"
          columns={[
            { key: 'month', title: '月份', kind: 'main', render: (row) => longMonth(row.month) },
            { key: 'days', title: '开放', kind: 'number', render: (row) => `${row.days}天` },
            { key: 'people', title: '来的人次', kind: 'number', render: (row) => row.people.toLocaleString('zh-CN') },
            {
              key: 'enough',
              title: `要${file.wantedDays}天`,
              render: (row) => <Tag tone={row.enough ? 'good' : 'warn'}>{row.enough ? '开满了' : '没有开满'}</Tag>,
            },
          ]}
        />
      </Section>
      <Section title="最近开放的日子">
        <DataTable
          caption="最近开放的日子"
          rows={file.days}
          rowKey={(row) => row.on}
          empty="还没有记过开放。"
          columns={[
            { key: 'on', title: '日期', kind: 'main', render: (row) => <Day on={row.on} /> },
            {
              key: 'proof',
              title: '凭什么',
              render: (row) => (
                <>
                  {row.proofZh} {row.photo && <Tag>有照片</Tag>}
                </>
              ),
            },
            { key: 'people', title: '人次', kind: 'number', render: (row) => row.people },
            { key: 'by', title: '谁记的', render: (row) => row.byName },
          ]}
        />
      </Section>
      <Section title="年度评估">
        <DataTable
          caption="年度评估"
          rows={file.assessments}
          rowKey={(row) => String(row.year)}
          empty="还没有评估过。"
          columns={[
            { key: 'year', title: '年度', kind: 'main', render: (row) => `${row.year}年` },
            { key: 'grade', title: '等次', render: (row) => row.gradeZh },
            { key: 'note', title: '依据', kind: 'wide', wraps: true, render: (row) => row.note },
            { key: 'by', title: '谁评的', deskOnly: true, render: (row) => row.byName },
          ]}
        />
      </Section>
      <Section title="经过">
        <DataTable
          caption="设施的经过"
          rows={file.steps}
          rowKey={(row) => row.id}
          columns={[
            { key: 'on', title: '日期', render: (row) => <Day on={row.onDate} /> },
            { key: 'what', title: '办了什么', kind: 'main', render: (row) => row.zh },
            { key: 'to', title: '之后的状态', render: (row) => row.toZh },
            { key: 'note', title: '说明', kind: 'wide', wraps: true, render: (row) => row.note },
            { key: 'by', title: '谁办的', deskOnly: true, render: (row) => row.byName },
          ]}
        />
      </Section>
    </Page>
  );
}
