/** The report as a spreadsheet, out and in. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { address, api, apiErrorOf, newRequestId, sendFile } from '../../../../web/shared/api.ts';
import type { KeptFileView, ReportPaper, SheetView } from '../../statistics/content.ts';

export function StatFile({ sheet, refresh }: { sheet: SheetView; refresh: () => Promise<unknown> }) {
  const { form, period, unit, version, edit } = sheet;
  const path = '/api/statistics/sheet/file';
  const at = { form, period, unit };
  const input = useRef<HTMLInputElement>(null);
  const bring = useMutation({
    mutationFn: (file: File) =>
      sendFile<{ differing: readonly string[] }>(
        address(path, { ...at, edit, requestId: newRequestId() }),
        ['form', form],
        { content: file, name: file.name },
        () => {},
      ),
    onSettled: async () => {
      if (input.current) input.current.value = '';
      await refresh();
    },
  });
  return (
    <Section title="表格">
      <p>
        <a href={address(path, { ...at, version: edit > 0 ? version : undefined })} download>
          下载本表（.xlsx）
        </a>
      </p>
      {sheet.save && (
        <p className="choices">
          <input
            ref={input}
            type="file"
            accept=".xlsx,.csv"
            hidden
            aria-label="选择填好的表格"
            onChange={(e) => {
              const file = e.target.files?.[0];
              if (file) bring.mutate(file);
            }}
          />
          <Button loading={bring.isPending} onClick={() => input.current?.click()}>
            读回填好的表格
          </Button>
          <span className="quiet">只读填报数和说明，合计由平台算。</span>
        </p>
      )}
      {sheet.paper && <Paper paper={sheet.paper} />}
      <KeptFiles at={at} />
      {bring.error && <Refused error={apiErrorOf(bring.error)} />}
      {bring.data && (
        <p role="status">
          已读进草稿。
          {bring.data.differing.length > 0 && `表里的合计与各格对不上，以各格为准：${bring.data.differing.join('；')}。`}
        </p>
      )}
    </Section>
  );
}

/** The paper of a locked version, and what its signature is and is not. */
const Paper = ({ paper }: { paper: ReportPaper }) => (
  <>
    <p>
      <a href={paper.url} target="_blank" rel="noreferrer">
        统计报表文书 {paper.number}（PDF）
      </a>{' '}
      {paper.revokedOn ? <Tag tone="warn">已被修订版代替</Tag> : <Tag tone="good">有效</Tag>}
    </p>
    <p className="quiet">
      扫文书上的二维码可以核验。数据摘要（SM3）：
      <span className="num" style={{ overflowWrap: 'anywhere' }}>
        {paper.digest}
      </span>
    </p>
    <p className="quiet">{paper.says}</p>
  </>
);

/** What was sent, as it was sent, and what became of it. */
function KeptFiles({ at }: { at: Pick<SheetView, 'form' | 'period' | 'unit'> }) {
  const path = '/api/statistics/sheet/files';
  const found = useQuery({
    queryKey: [path, at.form, at.period, at.unit],
    queryFn: () => api.get<{ files: readonly KeptFileView[] }>(path, at),
  });
  if (!found.data || found.data.files.length === 0) return null;
  return (
    <DataTable
      caption="收到过的表格"
      rows={found.data.files}
      rowKey={(file) => file.id}
      columns={[
        {
          key: 'name',
          title: '收到过的表格',
          kind: 'main',
          wraps: true,
          render: (file) => <a href={`${path}/${file.id}`}>{file.fileName}</a>,
        },
        { key: 'problem', title: '读进来没有', kind: 'wide', render: (file) => file.problem ?? '已读进草稿' },
        { key: 'who', title: '谁', render: (file) => file.byName },
        { key: 'when', title: '什么时候', render: (file) => <Moment at={file.sentAt} /> },
        {
          key: 'content',
          title: 'SM3',
          deskOnly: true,
          render: (file) => (
            <span className="num" title={file.content}>
              {file.content.slice(0, 12)}…
            </span>
          ),
        },
      ]}
    />
  );
}
