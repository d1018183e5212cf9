//! The headings by which a column's meaning is known, in lower case and parted by bars: English, German, French,
//! Swedish and its neighbours, Dutch, Spanish, Italian, Polish; the most usual Japanese, Chinese and Korean ones. One
//! constant for each target.

use super::target::{Holds, Target};

const fn new(id: &'static str, label: &'static str, holds: Holds, words: &'static str) -> Target {
    Target {
        id,
        label,
        holds,
        words,
    }
}

pub(super) const DAY: Target = new(
    "day",
    "Day",
    Holds::Day,
    "date|day|posted|posting date|pstng date|booking date|transaction date|post date|posting dt|gl date|accounting date|usage date|invoice date|bill date|\
     value date|datum|tag|buchung|buchungsdatum|buchungstag|belegdatum|rechnungsdatum|valuta|\
     wertstellung|date comptable|date de facture|date facture|date d'opération|jour|bokföringsdatum|\
     bokföringsdag|transaktionsdatum|fakturadatum|verifikationsdatum|dag|boekdatum|boekingsdatum|\
     factuurdatum|transactiedatum|fecha|fecha de factura|fecha contable|data|data operazione|\
     data fattura|data contabile|dato|bogføringsdato|fakturadato|päivämäärä|data księgowania|\
     timestamp|created|created at|ts|datetime|\
     日付|年月日|取引日|利用日|計上日|請求日|日期|交易日期|날짜|일자|거래일|사용일",
);
pub(super) const FROM: Target = new(
    "from",
    "First day",
    Holds::Day,
    "start|start date|start time|period start|charge period start|usage start|usage start date|\
     usage start time|from|begin|service start|service start date|von|beginn|startdatum|zeitraum von|du|\
     début|date de début|från|period från|van|begindatum|desde|inicio|fecha de inicio|da|inizio|\
     data inizio|fra|period from|from date|date from|service period start|\
     service from|abrechnungszeitraum von|leistungszeitraum von|leistung von|periode van|période du|periodo desde|\
     periodo dal|periode fra",
);
pub(super) const LAST: Target = new(
    "last",
    "Last day",
    Holds::Day,
    "end|end date|end time|period end|charge period end|usage end|usage end date|usage end time|to|\
     until|service end|service end date|bis|ende|enddatum|zeitraum bis|au|fin|date de fin|\
     till|slutdatum|tot|einddatum|hasta|fecha de fin|fine|data fine|til|period to|period until|to date|date to|\
     service period end|service to|abrechnungszeitraum bis|leistungszeitraum bis|\
     leistung bis|period till|periode tot|période au|periodo hasta|periodo al|periode til",
);
/// Known by its cells alone: no heading says whether the last day is told, or the day after it.
pub(super) const TO: Target = new("to", "Day after the last", Holds::Day, "");
pub(super) const MONTH: Target = new(
    "billing-month",
    "Billing month",
    Holds::Day,
    "billing month|month|invoice month|billing period|period|monat|abrechnungsmonat|leistungsmonat|\
     mois|période|månad|maand|mes|mese|måned|miesiąc|periode|periodo|zeitraum|leistungszeitraum|\
     abrechnungszeitraum|対象月|請求月|利用月|月份|账期|청구월",
);
pub(super) const RANGE: Target = new(
    "range",
    "First and last day",
    Holds::Range,
    "period|date range|service period|billing period|usage period|zeitraum|leistungszeitraum|\
     abrechnungszeitraum|période|periode|fakturaperiod|periodo",
);
pub(super) const YEAR: Target = new(
    "year",
    "Year of the month",
    Holds::Year,
    "year|jahr|année|år|jaar|año|anno|rok|vuosi",
);
pub(super) const PROVIDER: Target = new(
    "provider",
    "Vendor",
    Holds::Text,
    "vendor|supplier|provider|provider name|publisher name|merchant|payee|seller|creditor|publisher|vendor name|supplier name|\
     merchant name|lieferant|kreditor|anbieter|händler|firma|fournisseur|marchand|prestataire|\
     leverantör|leverantörsnamn|mottagare|säljare|leverancier|crediteur|begunstigde|proveedor|\
     comercio|beneficiario|fornitore|leverandør|toimittaja|dostawca|\
     取引先|取引先名|利用店名|支払先|仕入先|供应商|供应商名称|商户|거래처|공급업체|가맹점",
);
pub(super) const SERVICE: Target = new(
    "service",
    "Service",
    Holds::Text,
    "service|service name|product|product name|dienst|dienstleistung|leistung|produkt|produit|\
     prestation|tjänst|product naam|servicio|producto|servizio|prodotto|tjeneste|usługa|\
     サービス|サービス名|商品名|品目|服务|产品|서비스|제품",
);
pub(super) const SKU: Target = new(
    "sku",
    "Line item",
    Holds::Text,
    "description|text|memo|narration|particulars|item|line item|details|narrative|sku|reference|beschreibung|\
     verwendungszweck|buchungstext|bezeichnung|artikel|libellé|désignation|beskrivning|benämning|\
     specifikation|omschrijving|descripción|concepto|descrizione|causale|beskrivelse|opis|\
     摘要|内容|備考|描述|적요|내용",
);
pub(super) const MODEL: Target = new(
    "model",
    "Model",
    Holds::Text,
    "model|model name|model id|llm|modell|sprachmodell|modèle|språkmodell|taalmodel|modelo|modello",
);
pub(super) const TOKEN_CLASS: Target = new(
    "token-class",
    "Class of tokens",
    Holds::Text,
    "token type|token class",
);
pub(super) const PROJECT: Target = new(
    "project",
    "Project",
    Holds::Text,
    "project|project name|workspace|workspace name|api key name|projekt|projet|proyecto|progetto|\
     prosjekt|projektnummer",
);
pub(super) const ACCOUNT: Target = new(
    "account",
    "Billing account",
    Holds::Text,
    "account|account id|account name|organization|organisation|subscription|konto|kontonummer|\
     compte|rekening|cuenta|conto",
);
pub(super) const PERSON_ID: Target = new(
    "person-id",
    "Person or key (id)",
    Holds::Text,
    "user id|user|username|login|api key|key id|benutzer|benutzer-id|nutzer|utilisateur|användare|\
     användar-id|gebruiker|usuario|utente|bruker|bruger",
);
pub(super) const EMAIL: Target = new(
    "email",
    "E-mail",
    Holds::Email,
    "email|e-mail|email address|user email|work email|mail|e-mail-adresse|adresse e-mail|courriel|\
     e-post|e-postadress|e-mailadres|correo|correo electrónico|booked by|owner|gebucht von",
);
pub(super) const NAME: Target = new(
    "name",
    "Person’s name",
    Holds::Text,
    "name|user name|full name|display name|employee|employee name|mitarbeiter|mitarbeitername|nom|\
     salarié|namn|anställd|medewerker|naam|nombre|empleado|nome|dipendente|navn|medarbeider",
);
pub(super) const COST_CENTRE: Target = new(
    "cost-centre",
    "Cost centre",
    Holds::Text,
    "cost center|cost centre|cost center name|cost centre name|department|team|kostenstelle|abteilung|centre de coût|\
     centre de coûts|service demandeur|kostnadsställe|avdelning|kostenplaats|afdeling|\
     centro de coste|centro de costes|departamento|centro di costo|reparto|koststed|kostnadssted|\
     部門|部署|部门|부서",
);
pub(super) const CATEGORY: Target = new("category", "Charge category", Holds::Text, "charge category");
pub(super) const CURRENCY: Target = new(
    "currency",
    "Currency",
    Holds::Currency,
    "currency|ccy|currency code|billing currency|währung|devise|monnaie|valuta|valutakod|moneda|\
     divisa|waluta|通貨|币种|货币|통화",
);
pub(super) const BILLED: Target = new(
    "billed",
    "Amount billed",
    Holds::Money,
    "amount|total|cost|total cost|invoiced|invoiced amount|approved amount|allocated amount|invoiced to date|price|net|net amount|net value|charge|billed|spend|amount due|\
     balance due|actual|actual cost|consumed|billed cost|payable|amount payable|betrag|summe|kosten|netto|nettobetrag|preis|gesamt|\
     gesamtpreis|gesamtbetrag|rechnungsbetrag|umsatz|ist|montant|montant ht|montant total|total ht|\
     coût|prix|réel|belopp|summa|kostnad|pris|nettobelopp|att betala|totalt|totalpris|utfall|bedrag|\
     prijs|nettobedrag|totaal|totaalprijs|importe|monto|monto total|coste|precio|importo|costo|prezzo|beløp|beløb|\
     at betale|kwota|金额|金額|应付金额|实付金额|\
     請求金額|請求額|利用金額|ご利用金額|支払金額|금액|청구금액|결제금액|사용금액|이용금액",
);
/// Headings of an amount, that are as often those of a figure.
pub(super) const WORTH: &str = "value|wert|valeur|värde|waarde|valor|valore|verdi";
pub(super) const DEBIT: Target = new(
    "debit",
    "Debit (what was paid)",
    Holds::Money,
    "debit|debit amount|soll|débit|debet|debe|dare|withdrawal|paid out|money out|ausgang|uttag|af",
);
pub(super) const CREDIT: Target = new(
    "credit",
    "Credit (what came back)",
    Holds::Money,
    "credit|credit amount|haben|crédit|kredit|haber|avere|deposit|paid in|money in|eingang|\
     insättning|bij",
);
/// Known by its cells alone: no heading says on whose side the account is.
pub(super) const PAYMENT: Target = new("payment", "Amount (paid is below zero)", Holds::Money, "");
pub(super) const SIDE: Target = new(
    "side",
    "Side of the amount (S/H, DR/CR)",
    Holds::Side,
    "s/h|soll/haben|soll haben|d/c|dr/cr|dc|debit/credit|debit credit indicator|debit or credit|posting key|pstky|pk|\
     buchungsschlüssel|bschl|\
     débit/crédit|debet/kredit|debet/credit|af bij|af/bij|dare/avere|debe/haber",
);
pub(super) const LIST: Target = new(
    "list",
    "List price",
    Holds::Money,
    "list price|list cost|gross|gross amount|before discount|原价|listenpreis|brutto|bruttobetrag|bruttobelopp|\
     bruttobedrag",
);
/// Headings of what may be the price before a discount, or with the tax in it.
pub(super) const GROSS: &str =
    "gross|gross amount|brutto|bruttobetrag|bruttobelopp|bruttobedrag|kwota brutto|wartość brutto";
pub(super) const ESTIMATED: Target = new(
    "estimated",
    "Cost as the tool estimates it",
    Holds::Money,
    "estimated cost|cost estimate|cost usd|cost|spend",
);
pub(super) const QUANTITY: Target = new(
    "quantity",
    "Quantity",
    Holds::Number,
    "quantity|qty|units|usage|hours|seats|licenses|licences|lizenzen|licenser|menge|anzahl|stück|quantité|antal|kvantitet|aantal|hoeveelheid|\
     cantidad|quantità|mengde|ilość",
);
pub(super) const UNIT: Target = new(
    "unit",
    "Unit",
    Holds::Text,
    "unit|unit of measure|uom|einheit|unité|enhet|eenheid|unidad|unità|jednostka",
);
pub(super) const INVOICE: Target = new(
    "invoice",
    "Invoice number",
    Holds::Text,
    "invoice|invoice number|invoice no|invoice id|document number|voucher|rechnung|rechnungsnummer|\
     rechnungsnr|belegnummer|beleg|facture|numéro de facture|n° facture|fakturanummer|fakturanr|\
     faktura|verifikation|ver nr|factuurnummer|factuur|factura|número de factura|fattura|bilag",
);
pub(super) const TOKENS: Target = new(
    "tokens",
    "Tokens (all)",
    Holds::Number,
    "tokens|total tokens|token|jetons|tokens totaal",
);
pub(super) const INPUT: Target = new(
    "tokens-input",
    "Input tokens",
    Holds::Number,
    "input tokens|prompt tokens|context tokens|tokens in|eingabe-token|eingabetoken|jetons d'entrée|indatatoken",
);
pub(super) const OUTPUT: Target = new(
    "tokens-output",
    "Output tokens",
    Holds::Number,
    "output tokens|completion tokens|generated tokens|tokens out|ausgabe-token|ausgabetoken|\
     jetons de sortie|utdatatoken",
);
pub(super) const CACHE_READ: Target = new(
    "tokens-cache-read",
    "Cached tokens read",
    Holds::Number,
    "cached tokens|cached text tokens|cached audio tokens|cache read tokens|cached input tokens|cache read input tokens|cache read|cache hit tokens",
);
pub(super) const CACHE_WRITE: Target = new(
    "tokens-cache-write",
    "Cached tokens written",
    Holds::Number,
    "cache write tokens|cache creation tokens|cache creation input tokens|cache write input tokens|cache write|cache creation",
);
pub(super) const REQUESTS: Target = new(
    "requests",
    "Requests",
    Holds::Number,
    "requests|total requests|total messages|total calls|total prompts|total conversations|request count|calls|messages|prompts|conversations|number of requests|anfragen|\
     aufrufe|nachrichten|requêtes|messages envoyés|anrop|förfrågningar|meddelanden|aanvragen|\
     berichten|solicitudes|mensajes|richieste|messaggi",
);
pub(super) const ACTIVE_DAYS: Target = new(
    "active-days",
    "Active days",
    Holds::Number,
    "active days|days active|aktive tage|jours actifs|aktiva dagar|actieve dagen|días activos",
);
pub(super) const TOOL: Target = new(
    "tool",
    "Tool",
    Holds::Text,
    "tool|app|application|product|client|werkzeug|anwendung|outil|verktyg|hulpmiddel|herramienta|\
     strumento",
);
pub(super) const PRODUCT: Target = new(
    "product",
    "Product",
    Holds::Text,
    "product|license|licence|plan|subscription|sku|lizenz|produkt|abonnement|licens|licentie|\
     licencia|producto|licenza|prodotto",
);
pub(super) const SNAPSHOT: Target = new(
    "snapshot",
    "Day of the list",
    Holds::Day,
    "snapshot|report date|report time|as of|report refresh date|stichtag|date du rapport|\
     rapportdatum",
);
pub(super) const ASSIGNED: Target = new(
    "assigned",
    "Seat held since",
    Holds::Day,
    "assigned|assigned date|assigned on|created|created at|since|start date|zugewiesen|\
     zugewiesen am|attribué le|tilldelad|toegewezen|asignado|assegnato",
);
pub(super) const LAST_ACTIVE: Target = new(
    "last-active",
    "Last active",
    Holds::Day,
    "last active|last activity|last activity date|last used|last login|last seen|letzte aktivität|\
     zuletzt aktiv|dernière activité|senast aktiv|senast använd|laatst actief|última actividad|\
     ultima attività",
);
pub(super) const TIER: Target = new(
    "tier",
    "Licence tier",
    Holds::Text,
    "tier|seat type|license type|licence type|plan",
);
pub(super) const STATE: Target = new(
    "state",
    "State",
    Holds::Text,
    "state|status|zustand|statut|estado|stato",
);
pub(super) const EMPLOYEE: Target = new(
    "employee",
    "Employee number",
    Holds::Text,
    "employee id|employee number|employee #|personnel number|personalnummer|mitarbeiternummer|\
     matricule|anställningsnummer|personeelsnummer|número de empleado|matricola|ansattnummer",
);
pub(super) const LOGIN: Target = new(
    "login",
    "Login",
    Holds::Text,
    "login|username|user name|anmeldename|identifiant",
);
pub(super) const FIRST_NAME: Target = new(
    "first-name",
    "First name",
    Holds::Text,
    "first name|given name|vorname|prénom|förnamn|voornaam|nombre|nome|fornavn",
);
pub(super) const TEAM: Target = new(
    "team",
    "Team",
    Holds::Text,
    "team|group|squad|gruppe|équipe|grupp|lag|equipo|squadra|department|abteilung",
);
pub(super) const ORG_UNIT: Target = new(
    "unit",
    "Organisational unit",
    Holds::Text,
    "department|division|business unit|organisation|organization|abteilung|bereich|département|\
     direction|avdelning|enhet|afdeling|departamento|reparto",
);
pub(super) const ROLE: Target = new(
    "role",
    "Role",
    Holds::Text,
    "role|title|job title|position|funktion|rolle|stelle|poste|fonction|roll|befattning|functie|\
     puesto|cargo|ruolo|stilling",
);
pub(super) const SENIORITY: Target = new(
    "seniority",
    "Seniority",
    Holds::Text,
    "seniority|level|grade|stufe|niveau|nivå",
);
pub(super) const LOCATION: Target = new(
    "location",
    "Location",
    Holds::Text,
    "location|office|site|country|standort|ort|land|lieu|site|kontor|locatie|oficina|sede",
);
pub(super) const START: Target = new(
    "start",
    "First day of work",
    Holds::Day,
    "hire date|start date|joined|eintritt|eintrittsdatum|date d'embauche|anställningsdatum|\
     datum in dienst|fecha de alta|data assunzione",
);
pub(super) const END: Target = new(
    "end",
    "Last day of work",
    Holds::Day,
    "end date|termination date|leave date|austritt|austrittsdatum|date de sortie|slutdatum|\
     datum uit dienst|fecha de baja",
);
pub(super) const KPI_NAME: Target = new(
    "name",
    "Name of the figure",
    Holds::Text,
    "kpi|metric|name|series|indicator|kennzahl|indicateur|nyckeltal|mått|indicador|indicatore",
);
pub(super) const VALUE: Target = new(
    "value",
    "Value",
    Holds::Number,
    "value|result|wert|valeur|värde|waarde|valor|valore|verdi|count|anzahl|antal",
);
