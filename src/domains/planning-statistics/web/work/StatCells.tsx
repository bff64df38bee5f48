/** The cells of a report: what the platform counts beside what is typed, the note where they differ, what does not hold with a jump to its cell. */
import { Button, Input } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import type { CellView, SheetView } from '../../statistics/content.ts';

export interface Filled {
  readonly typed: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, string>>;
}

const fieldId = (key: string): string => `cell-${key}`;

function jump(key: string): void {
  const field = document.getElementById(fieldId(key));
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
}

const kindTones = { error: 'bad', note: 'warn', warning: 'plain' } as const;

export function Findings({ sheet, stale }: { sheet: SheetView; stale: boolean }) {
  const open = sheet.findings.filter((f) => f.kind === 'error' || (f.kind === 'note' && !f.explained));
  return (
    <>
      <p aria-live="polite">
        {open.length === 0 ? '没有错误，也没有要说明的。' : `还有${open.length}处要改正或说明。`}
        {stale && '您改的还没有保存，保存以后重新审核。'}
      </p>
      {sheet.findings.length > 0 && (
        <DataTable
          caption="审核结果"
          rows={sheet.findings}
          rowKey={(f) => `${f.check} ${f.cells.join(' ')}`}
          columns={[
            {
              key: 'says',
              title: '哪里',
              kind: 'main',
              wraps: true,
              render: (f) => (
                <Button type="link" className="stat-jump" onClick={() => jump(f.cells[0]!)}>
                  {f.says}
                </Button>
              ),
            },
            {
              key: 'kind',
              title: '性质',
              render: (f) => (f.explained ? <Tag tone="good">已说明</Tag> : <Tag tone={kindTones[f.kind]}>{f.kindZh}</Tag>),
            },
            {
              key: 'check',
              title: '审核关系',
              kind: 'wide',
              render: (f) => `${f.check === 'filled' ? '' : `${f.check} `}${f.checkZh}`,
            },
          ]}
        />
      )}
    </>
  );
}

interface Props {
  readonly sheet: SheetView;
  readonly filled: Filled;
  readonly onChange: (filled: Filled) => void;
  readonly onOpen: (cell: CellView) => void;
}

/** Opens what a figure is made of. */
const Opens = ({ cell, onOpen }: { cell: CellView; onOpen: (cell: CellView) => void }) =>
  cell.computed ? null : cell.counted === null ? (
    <span className="quiet">来源尚未接入</span>
  ) : (
    <Button
      type="link"
      size="small"
      aria-label={`${cell.label}，平台数${cell.counted}${cell.unit}，看数的是什么`}
      onClick={() => onOpen(cell)}
    >
      {cell.counted}
    </Button>
  );

export function StatCells({ sheet, filled, onChange, onOpen }: Props) {
  const groups = [...new Set(sheet.cells.map((cell) => cell.group))];
  /** A note is asked for where one is needed, and shown where there is one: the phone of a township need not scroll past forty empty fields. */
  const asks = (cell: CellView): boolean => {
    const typed = (filled.typed[cell.key] ?? '').trim();
    const differs = cell.counted === null ? !(sheet.sums && Number(typed) === 0) : Number(typed) !== Number(cell.counted);
    return differs || (filled.notes[cell.key] ?? '') !== '' || notable.has(cell.key);
  };
  const notable = new Set(sheet.findings.filter((f) => f.kind === 'note').map((f) => f.cells[0]));
  const wrong = new Map(sheet.findings.filter((f) => !f.explained).map((f) => [f.cells[0], f]));
  const editable = sheet.save;
  return groups.map((group) => (
    <div key={group} className="stat-group">
      <h3>{group}</h3>
      <DataTable
        caption={group}
        rows={sheet.cells.filter((cell) => cell.group === group)}
        rowKey={(cell) => cell.key}
        tone={(cell) => (wrong.get(cell.key)?.kind === 'error' ? 'stat-wrong' : undefined)}
        columns={[
          {
            key: 'label',
            title: '指标',
            kind: 'main',
            wraps: true,
            render: (cell) => (
              <>
                <b>{cell.label}</b>（{cell.unit}） <span className="quiet">{cell.key}</span>
              </>
            ),
          },
          { key: 'before', title: '上期', kind: 'number', render: (cell) => cell.before ?? '—', deskOnly: true },
          {
            key: 'counted',
            title: '平台数',
            kind: 'number',
            render: (cell) => <Opens cell={cell} onOpen={onOpen} />,
          },
          {
            key: 'typed',
            title: sheet.sums ? '本级自报' : '填报数',
            kind: 'number',
            render: (cell) =>
              cell.computed ? (
                sheet.sums ? null : (
                  <b className="num">{cell.total ?? '—'}</b>
                )
              ) : editable ? (
                <Input
                  id={fieldId(cell.key)}
                  className="stat-input"
                  inputMode="decimal"
                  value={filled.typed[cell.key] ?? ''}
                  aria-label={`${cell.label}填报数（${cell.unit}）`}
                  {...(wrong.has(cell.key) ? { status: wrong.get(cell.key)!.kind === 'error' ? 'error' : 'warning' } : {})}
                  onChange={(e) => onChange({ ...filled, typed: { ...filled.typed, [cell.key]: e.target.value } })}
                />
              ) : (
                <b className="num" id={fieldId(cell.key)} tabIndex={-1}>
                  {cell.typed || '—'}
                </b>
              ),
          },
          ...(sheet.sums
            ? [
                {
                  key: 'total',
                  title: '合计',
                  kind: 'number' as const,
                  render: (cell: CellView) =>
                    cell.computed ? (
                      <b className="num">{cell.total ?? '—'}</b>
                    ) : (
                      <Button
                        type="link"
                        size="small"
                        aria-label={`${cell.label}，合计${cell.total ?? '还缺下级'}，看各单位的数`}
                        onClick={() => onOpen(cell)}
                      >
                        {cell.total ?? '还缺下级'}
                      </Button>
                    ),
                },
              ]
            : []),
          {
            key: 'note',
            title: '说明',
            kind: 'wide',
            render: (cell) =>
              cell.computed || (editable && !asks(cell)) ? null : editable ? (
                <Input
                  value={filled.notes[cell.key] ?? ''}
                  maxLength={200}
                  placeholder={noteHint(cell)}
                  aria-label={`${cell.label}的说明`}
                  onChange={(e) => onChange({ ...filled, notes: { ...filled.notes, [cell.key]: e.target.value } })}
                />
              ) : (
                cell.note
              ),
          },
        ]}
      />
    </div>
  ));
}

const noteHint = (cell: CellView): string => (cell.counted === null ? '数从哪里来' : '与平台数不一致的，写明差在哪里');
