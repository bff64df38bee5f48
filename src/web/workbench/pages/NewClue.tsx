/** 报一条线索: five questions, on a phone in one hand; what is typed is kept on this device until it has arrived. */
import { useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/layout.tsx';
import { RecordForm } from '../../components/RecordForm.tsx';
import { useSession } from '../../components/session.tsx';

export function NewCluePage() {
  const { division } = useSession().actor;
  const navigate = useNavigate();
  const village = division && !division.endsWith('000') ? { division } : {};
  return (
    <Page title="报一条线索" lead="看到谁家有难处，先报上来，乡镇（街道）会安排核实。">
      <div className="sheet narrow">
        <RecordForm
          form="/api/clues/form"
          to="/api/clues"
          button="报上去"
          initial={village}
          onDone={(id) => void navigate({ to: '/clues/$clueId', params: { clueId: id } })}
        />
      </div>
    </Page>
  );
}
