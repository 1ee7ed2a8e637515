"""Words without meaning, in English and Chinese, for replies of scripted models."""

from random import Random

_ENGLISH = (
    "harbour ferry lantern market morning letter garden bridge river window teacher village winter engine kitchen "
    "island mountain paper signal station summer traveller valley weather quiet early bright narrow ancient careful "
    "distant gentle carries crosses follows gathers keeps opens passes reaches repairs watches"
)
_CHINESE = (
    "港口 渡船 灯笼 市场 清晨 书信 花园 石桥 河流 窗户 老师 村庄 冬天 机器 厨房 小岛 高山 纸张 信号 车站 夏天 旅人 山谷 天气 "
    "安静 明亮 古老 细心 遥远 穿过 跟随 收集 保存 打开 经过 到达 修理 看守"
)
ENGLISH, CHINESE = _ENGLISH.split(), _CHINESE.split()


def phrase(chance: Random, least: int, most: int, chinese: bool) -> str:
    """A text of at least and at most so many characters."""
    words, joint = (CHINESE, "") if chinese else (ENGLISH, " ")
    wanted = chance.randint(least, most)
    count = wanted // (2 if chinese else 7) + 1
    text = joint.join(chance.choices(words, k=count))
    while len(text) < wanted:
        text += joint + text
    text = text[:wanted].rstrip()
    return text + ("。" if chinese else "y") * (least - len(text))


def sentences(chance: Random, chinese: bool) -> str:
    """Two to five sentences."""
    return ("" if chinese else " ").join(_sentence(chance, chinese) for _ in range(chance.randint(2, 5)))


def _sentence(chance: Random, chinese: bool) -> str:
    if chinese:
        words = chance.choices(CHINESE, k=chance.randint(4, 9))
        return "".join(words[:3]) + "，" + "".join(words[3:]) + "。"
    return " ".join(chance.choices(ENGLISH, k=chance.randint(6, 14))).capitalize() + "."
