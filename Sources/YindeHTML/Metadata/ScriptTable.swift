/// Characters that only one of the two ways to write Chinese has.
///
/// The commonest of OpenCC's character tables, ranked by their number in Chinese collections: of those that the other
/// way uses too (后, 里, 台, 乾) none is here. The simplified ones make up a quarter of running text.
enum ScriptTable {
  static let simplified = """
    应当会规业关门设为区发务机进对时经国动员体疗产单并检处内责个条实资学议开构组与护营监标过场\
    报职办术项现计医权织专级电车违证药运审况选质这统点调导费数状间来结强长备线预协验环将气请决\
    养县网农执从该复记类负乡罚无见测给节险卫维评参举传书联称诊还创风转济没镇励变围财许说则问号\
    际题属态东们图装视识两销领认综约优义华儿输总严细团试断别补临纳续编损录头绿红样担带劳伤队较\
    热训响询论达众饮积减师肿诉观园额宝亚语军
    """

  static let traditional = """
    應當噹會規業關門設為爲區髮發務機進對時經國閤動製員體療齣査産產單幷並併檢衕處內責箇個條實貲\
    資學議傢錶開後構組與護畫營監據劃標過場報職辦敎朮術項現計醫權織專準級曏嚮麫麵麪電車違証證藥\
    葯癥運審況確選質這統點調導費數狀間來結範強種長係繫備埰寀採綫線預協驗環將氣請決養縣網農執從\
    該復複記類負鄉罰佈無見測給節險衛維評參蔘註舉傳萬價書檯颱臺遊築聯稱診還創風轉濟沒鎭鎮戶勵變\
    圍財廣適許説說覈則問號際題屬態東們圖裝視麼識兩銷領認綜約優裡裏義華兒輸總嚴細糰團試汙斷別彆\
    補臨納誌續迴編損錄彔録頭綠緑痠
    """

  /// For U+4E00 to U+9FFF: 1 simplified, 2 traditional, 0 both or neither.
  static let table: [UInt8] = {
    var table = [UInt8](repeating: 0, count: 0x5200)
    for (mark, text) in [(UInt8(1), simplified), (2, traditional)] {
      for scalar in text.unicodeScalars where scalar.value &- 0x4E00 < 0x5200 {
        table[Int(scalar.value - 0x4E00)] = mark
      }
    }
    return table
  }()
}
