namespace Guitai.Sandbox.Tests.Meeting;

/// <content>
/// What is put to the reader and how, and behind the bar what the books make of it: outcome, reason, verification, 9F34, TVR, TSI, last cryptogram, the issuer's code
/// (without a question <c>-</c>), its proof (91), and what is left to do. A chip that never was online is new (TVR byte 2 bit 4), and its issuer wants it asked then.
/// </content>
public sealed partial class CardsMeetKernelTests
{
    private static readonly string[] s_contact =
    [
        // Usual ones, below and above the floor limit.
        "dual               insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "dual               insert 60000  | Approved None OnlinePin 420300 0008048000 F800 TC 00 taken",
        "dual               insert 10000 used | Approved None OnlinePin 420300 0000040000 F800 TC 00 taken",
        "contact-only       insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "contact-t0         insert 60000  | Approved None OnlinePin 420300 0008048000 F800 TC 00 taken",
        // Its PIN enciphered; version 18: the issuer's proof goes with the second GENERATE AC, without EXTERNAL AUTHENTICATE.
        "foreign            insert 10000  | Approved None OfflinePin 440302 0008000000 E800 TC 00 taken",
        // Choosing: by priority the credit card of version 18 first, then debit, then Visa.
        "many-applications  insert 10000  | Approved None OnlinePin 420300 0008040000 E800 TC 00 taken",
        "many-applications  insert 10000 third | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "confirm            insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "confirm            insert 10000 nobody | Ended NoApplication Nothing - 0000000000 0000 - - -",
        "no-directory       insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "directory-blocked  insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "two-of-a-kind      insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "application-blocked insert 10000 | Ended ApplicationBlocked Nothing - 0000000000 0000 - - -",
        "card-blocked       insert 10000  | Ended CardBlocked Nothing - 0000000000 0000 - - -",
        // Forms of answers and lists.
        "answers-in-parts   insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "long-pdol          insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "private-tags       insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        // Offline proof. What fails is told to the issuer, which believes the ARQC.
        "no-proof           insert 10000  | Approved None OnlinePin 420300 8008040000 7800 TC 00 taken",
        "static-proof       insert 10000  | Approved None OnlinePin 420300 0208040000 F800 TC 00 taken",
        "dynamic-proof      insert 10000  | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "issuer-certificate-wrong   insert 10000 | Approved None OnlinePin 420300 0408040000 F800 TC 00 taken",
        "issuer-name-wrong          insert 10000 | Approved None OnlinePin 420300 0408040000 F800 TC 00 taken",
        "issuer-certificate-expired insert 10000 | Approved None OnlinePin 420300 0408040000 F800 TC 00 taken",
        "authority-expired          insert 10000 | Approved None OnlinePin 420300 0408040000 F800 TC 00 taken",
        "authority-unknown          insert 10000 | Approved None OnlinePin 420300 0408040000 F800 TC 00 taken",
        "card-certificate-wrong     insert 10000 | Approved None OnlinePin 420300 0408040000 F800 TC 00 taken",
        "card-certificate-expired   insert 10000 | Approved None OnlinePin 420300 0408040000 F800 TC 00 taken",
        "static-data-changed        insert 10000 | Approved None OnlinePin 420300 4208040000 F800 TC 00 taken",
        // A question under a bad signature is not asked (Book 2, 6.6.2).
        "signature-wrong            insert 10000 | Declined NotGenuine OnlinePin 420300 0408040000 E800 AAC - -",
        // The holder. A PIN that was passed over, or could not be typed, is what this issuer refuses
        // offline (IAC denial). A refusal is not signed: CDA is not performed then (Book 3, 10.3).
        "dual               insert 10000 wrong-pin | Declined IssuerDeclined OnlinePin 420300 0008040000 F800 AAC 55 taken",
        "dual               insert 10000 no-pin | Declined CardDeclined Signature 1E0300 0008080000 6800 AAC - -",
        "dual               insert 10000 no-pad | Declined CardDeclined Signature 1E0300 0008100000 6800 AAC - -",
        "pin-offline        insert 10000  | Approved None OfflinePin 410302 0008000000 F800 TC 00 taken",
        "pin-offline        insert 10000 wrong-pin | Approved None OfflinePin 410302 0008000000 F800 TC 00 taken",
        "pin-enciphered     insert 10000  | Approved None OfflinePin 440302 0008000000 F800 TC 00 taken",
        "pin-enciphered     insert 10000 wrong-pin | Approved None OfflinePin 440302 0008000000 F800 TC 00 taken",
        "pin-last-try       insert 10000  | Approved None OfflinePin 440302 0008000000 F800 TC 00 taken",
        "pin-last-try       insert 10000 wrong-pin | Approved None Signature 1E0300 0008200000 F800 TC 00 taken signature",
        "pin-blocked        insert 10000  | Approved None Signature 1E0300 0008200000 F800 TC 00 taken signature",
        "no-cvm             insert 10000  | Approved None Nothing 1F0302 0008000000 F800 TC 00 taken",
        "no-cvm-list        insert 10000  | Approved None Nothing 3F0000 2008000000 B800 TC 00 taken",
        "signature-only     insert 10000  | Approved None Signature 1E0300 0008000000 F800 TC 00 taken signature",
        // Who decides.
        "offline-only       insert 10000  | Approved None OfflinePin 410302 0008000000 E800 TC - -",
        "offline-only       insert 30000  | Declined CardDeclined OfflinePin 410302 0008000000 6800 AAC - -",
        "offline-only       insert 60000  | Declined CardDeclined OfflinePin 410302 0008008000 6800 AAC - -",
        "offline-below-limit insert 10000 | Approved None Nothing 1F0602 0008000000 F800 TC 00 taken",
        "offline-below-limit insert 10000 used | Approved None Nothing 1F0602 0000000000 E800 TC - -",
        "offline-below-limit insert 30000 used | Approved None OnlinePin 420300 0000040000 F800 TC 00 taken",
        "declines-always    insert 10000  | Declined CardDeclined OnlinePin 420300 0008040000 6800 AAC - -",
        "declines-approval  insert 10000  | Declined CardDeclinedApproval OnlinePin 420300 0008040000 F800 AAC 00 taken reversal",
        "issuer-answer-needed insert 10000 | Approved None OnlinePin 420300 0008040000 F800 TC 00 taken",
        "issuer-answer-distrusted insert 10000 | Declined CardDeclinedApproval OnlinePin 420300 0008040040 F800 AAC 00 distrusted reversal",
        // The issuer: no money; expired, and its certificates with it; stolen; a proof that somebody changed, by command and in the list.
        "dual@1             insert 10000  | Declined IssuerDeclined OnlinePin 420300 0008040000 F800 AAC 51 taken",
        "dual@2             insert 10000  | Declined IssuerDeclined OnlinePin 420300 0448040000 F800 AAC 54 taken",
        "dual@3             insert 10000  | Declined IssuerDeclined OnlinePin 420300 0008040000 F800 AAC 43 taken",
        "dual               insert 10000 wrong-proof | Declined CardDeclinedApproval OnlinePin 420300 0008040040 F800 AAC 00 distrusted reversal",
        "foreign            insert 10000 wrong-proof | Declined CardDeclinedApproval OfflinePin 440302 0008000000 E800 AAC 00 distrusted reversal",
        // Its scripts: behind the second cryptogram one that counts PIN tries anew, before it one that blocks the application, which refuses from there on.
        "dual@8             insert 10000  | Declined IssuerDeclined OnlinePin 420300 0008040000 FC00 AAC 75 taken scripts=2047544149",
        "dual@9             insert 10000  | Declined CardDeclinedApproval OnlinePin 420300 0008040000 FC00 AAC 00 taken reversal scripts=2047544149",
        // No answer: the defaults refuse an online PIN that nobody has checked; without one the card decides.
        "dual               insert 10000 no-answer | Declined HostSilent OnlinePin 420300 0008040000 E800 AAC 00 unheard reversal",
        "dual               insert 10000 not-asked | Declined HostSilent OnlinePin 420300 0008040000 E800 AAC - -",
        "pin-offline        insert 10000 no-answer | Approved None OfflinePin 410302 0008000000 E800 TC 00 unheard reversal",
        "pin-offline        insert 10000 not-asked | Approved None OfflinePin 410302 0008000000 E800 TC - -",
        "pin-offline        insert 60000 not-asked | Declined HostSilent OfflinePin 410302 0008008000 E800 AAC - -",
        // Broken.
        "mute               insert 10000  | Ended BadReset Nothing - 0000000000 0000 - - - fallback",
        "bad-atr            insert 10000  | Ended BadReset Nothing - 0000000000 0000 - - - fallback",
        "chip-error         insert 10000  | Ended NoApplication Nothing - 0000000000 0000 - - - fallback",
    ];

    private static readonly string[] s_tap =
    [
        // Small: nobody proves who he is. From the limit on the PIN. From DF20 on not at all.
        "dual               tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "dual               tap 100000    | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "dual               tap 100001    | Approved None OnlinePin 020000 0000000000 0000 ARQC 00 unheard",
        "dual               tap 100001 no-pin | Approved None Signature 1E0000 0000000000 0000 ARQC 00 unheard signature",
        "dual               tap 100001 wrong-pin | Declined IssuerDeclined OnlinePin 020000 0000000000 0000 ARQC 55 unheard",
        "dual               tap 500000    | UseChip AboveContactlessLimit Nothing - 0000000000 0000 - - -",
        "dual               tap 5000 no-answer | Declined HostSilent Nothing 1F0002 0000000000 0000 ARQC 00 unheard reversal",
        "dual               tap 5000 not-asked | Declined HostSilent Nothing 1F0002 0000000000 0000 ARQC - -",
        "dual@1             tap 5000      | Declined IssuerDeclined Nothing 1F0002 0000000000 0000 ARQC 51 unheard",
        "tap-only           tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "foreign            tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "phone              tap 5000      | Approved None Device 1F0002 0000000000 0000 ARQC 00 unheard",
        "phone              tap 150000    | Approved None Device 1F0002 0000000000 0000 ARQC 00 unheard",
        // From its own balance up to the floor limit; the second one's key is so long that its signature stands in a record.
        "tap-offline        tap 5000      | Approved None Nothing 1F0002 0000000000 0000 TC - -",
        "tap-offline@103    tap 10000     | Approved None Nothing 1F0002 0000000000 0000 TC - -",
        "tap-offline        tap 10001     | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "offline-below-limit tap 10000    | Approved None Nothing 1F0002 0000000000 0000 TC - -",
        "offline-below-limit tap 150000   | Approved None OnlinePin 020000 0000000000 0000 ARQC 00 unheard",
        // The directory names what may be tapped.
        "many-applications  tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "confirm            tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "no-directory       tap 5000      | UseChip NoApplication Nothing - 0000000000 0000 - - -",
        "directory-blocked  tap 5000      | UseChip NoApplication Nothing - 0000000000 0000 - - -",
        "two-of-a-kind      tap 5000      | UseChip NoApplication Nothing - 0000000000 0000 - - -",
        "application-blocked tap 5000     | UseChip NoApplication Nothing - 0000000000 0000 - - -",
        "card-blocked       tap 5000      | UseChip NoApplication Nothing - 0000000000 0000 - - -",
        "answers-in-parts   tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "long-pdol          tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "private-tags       tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        // What goes to the issuer proves itself there.
        "no-proof           tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "static-proof       tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "dynamic-proof      tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "issuer-certificate-wrong   tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "issuer-name-wrong          tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "issuer-certificate-expired tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "authority-expired          tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "authority-unknown          tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "card-certificate-wrong     tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "card-certificate-expired   tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "static-data-changed        tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "signature-wrong            tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        // Above the limit the issuer's PIN before a signature; a card that has neither wants its chip (Book C-3, annex H.7).
        "pin-offline        tap 150000    | Approved None Signature 1E0000 0000000000 0000 ARQC 00 unheard signature",
        "pin-enciphered     tap 150000    | Approved None Signature 1E0000 0000000000 0000 ARQC 00 unheard signature",
        "pin-last-try       tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "pin-blocked        tap 150000    | Approved None Signature 1E0000 0000000000 0000 ARQC 00 unheard signature",
        "no-cvm             tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "no-cvm             tap 150000    | UseChip CardWantsChip Nothing - 0000000000 0000 - - -",
        "no-cvm-list        tap 150000    | UseChip CardWantsChip Nothing - 0000000000 0000 - - -",
        "signature-only     tap 150000    | Approved None Signature 1E0000 0000000000 0000 ARQC 00 unheard signature",
        // Who decides.
        "offline-only       tap 5000      | Declined CardDeclined Nothing - 0000000000 0000 AAC - -",
        "declines-always    tap 5000      | Declined CardDeclined Nothing - 0000000000 0000 AAC - -",
        "declines-approval  tap 5000      | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "issuer-answer-needed tap 5000    | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        "issuer-answer-distrusted tap 5000 | Approved None Nothing 1F0002 0000000000 0000 ARQC 00 unheard",
        // Broken.
        "mute               tap 5000      | no card",
        "chip-error         tap 5000      | UseChip NoApplication Nothing - 0000000000 0000 - - -",
    ];
}
