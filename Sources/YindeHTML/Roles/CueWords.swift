/// Words that are common in furniture and rare in what pages are about: one signal of several.
///
/// All are words of two characters, in both scripts, so that one look at each pair of characters
/// finds them. The lists are general Chinese; no site's wording is in them.
enum CueWords {
  /// Rules, terms, notices of copyright: prose, often longer than the article beside it.
  static let notice: UInt32 = 1
  /// What is written on buttons, bars and bylines.
  static let interface: UInt32 = 2
  /// Bits 2 to 8: the number of the pair in the page's title, from 1; bits 9 to 15: in its
  /// summary. Added for each page.
  static let titleShift: UInt32 = 2
  static let summaryShift: UInt32 = 9
  /// What a notice calls itself before it begins: 免责声明：, 版权声明：.
  static let notification: UInt32 = 1 << 16
  /// How many pairs of each are numbered.
  static let pairLimit: UInt32 = 127

  private static let noticeWords = """
    爆料 稿件 稿费 稿費 版权 侵权 公约 声明 免责 协议 条款 违反 违规 违法 不得 禁止 严禁 举报 投诉 投稿 转载 授权
    许可 法规 法律 追究 删除 封禁 账号 帐号 用户 社区 平台 本站 本网 隐私 条例 著作 权利 责任
    处罚 审核 遵守 发布 注册 辱骂 诽谤 色情 低俗 广告 营销 骚扰 恶意 传播 谣言 解释 终止 服务
    規定 规定 版權 侵權 公約 聲明 免責 協議 條款 違反 違規 違法 嚴禁 舉報 檢舉 投訴 轉載 授權
    許可 法規 責任 刪除 封鎖 帳號 用戶 使用者 社區 社群 平臺 隱私 條例 著作權 權利 處罰 審核
    註冊 辱罵 誹謗 廣告 行銷 騷擾 惡意 傳播 謠言 解釋 終止 服務 備案 备案 公网 联网 出处 出處
    """

  private static let interfaceWords = """
    登录 登陆 注册 分享 收藏 点赞 回复 评论 举报 转发 关注 下载 打开 扫码 扫描 更多 热门 推荐
    相关 上一 下一 返回 首页 顶部 收起 展开 订阅 搜索 阅读 浏览 点击 编辑 来源 作者 字号 打印
    纠错 粉丝 私信 赞同 喜欢 复制 链接 二维 公众 微信 微博 朋友 客户 手机 反馈 导航 菜单 标签
    登入 登錄 註冊 收藏 按讚 回覆 評論 檢舉 轉發 關注 下載 打開 掃碼 掃描 熱門 推薦 相關 返回
    首頁 頂部 收起 展開 訂閱 搜尋 閱讀 瀏覽 點擊 編輯 來源 字號 列印 粉絲 喜歡 複製 連結 複製
    手機 導航 選單 標籤 留言 発表 关闭 關閉 取消 确定 確定 全部 查看 加载 載入 发帖 楼主 樓主 位置
    """

  private static let notificationWords = "声明 聲明 免责 免責 版权 版權"

  /// The lists as a table, to which a page adds the pairs of its title.
  static let table: BigramTable = {
    var table = BigramTable(capacity: 2048)
    for (list, bits) in [
      (noticeWords, notice), (interfaceWords, interface), (notificationWords, notification),
    ] {
      for word in list.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        let scalars = word.unicodeScalars.map(\.value)
        for (first, second) in zip(scalars, scalars.dropFirst()) {
          table.insert(first, second, bits: bits)
        }
      }
    }
    return table
  }()
}
