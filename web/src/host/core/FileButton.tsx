import { FileTextOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, type ReactNode } from 'react';

// What a bank's spreadsheet saved may be in GBK.
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

interface FileButtonProps {
  readonly accept: string;
  readonly children: ReactNode;
  readonly label: string;
  onText(this: void, text: string): void;
}

/** Takes the text of a file. */
export function FileButton({ accept, children, label, onText }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void textOf(file).then(onText);
        }}
      />
      <Button size="small" icon={<FileTextOutlined aria-hidden="true" />} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
