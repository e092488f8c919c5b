import { PlusOutlined } from '@ant-design/icons';
import { Panel } from '@shared/desk/Frame';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useMay } from '../../../core/session';

/** What the drawer of an entry is given. */
export interface EntryDrawerProps<Entry> {
  /** Null: a new one. */
  readonly entry: Entry | null;
  readonly readOnly: boolean;
  onClose(this: void): void;
  onSaved(this: void): void;
}

interface EntryPanelProps<Entry> {
  readonly title: string;
  readonly add: string;
  /** Differs once somebody changed it. */
  idOf(this: void, entry: Entry): string;
  list(this: void, open: (entry: Entry) => void): ReactNode;
  drawer(this: void, props: EntryDrawerProps<Entry>): ReactNode;
  onSaved(this: void): void;
}

/** A list whose entries open in a drawer; whoever may adds to it. */
export function EntryPanel<Entry>({ title, add, idOf, list, drawer, onSaved }: EntryPanelProps<Entry>) {
  const [open, setOpen] = useState<{ readonly entry: Entry | null } | null>(null);
  const may = useMay();
  const editable = may('EditIssuers');
  const Drawer = drawer;
  return (
    <Panel
      flush
      title={title}
      extra={
        editable && (
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen({ entry: null })}>
            {add}
          </Button>
        )
      }
    >
      {list((entry) => setOpen({ entry }))}
      {open !== null && (
        <Drawer
          key={open.entry === null ? '' : idOf(open.entry)}
          entry={open.entry}
          readOnly={!editable}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            onSaved();
          }}
        />
      )}
    </Panel>
  );
}
