"""What `indicator-lint --help` prints."""

from __future__ import annotations

from typing import Final

OVERVIEW: Final = """\
用法：indicator-lint 命令 [选项] [参数]

检查预算绩效指标体系表：哪里有问题、为什么、应当怎样写。

命令：
  check     检查文件或目录中的指标表
  fix       修改文件中的问题，其余内容不变
  review    写出审阅副本：标出问题的工作簿，供填写处理意见
  apply     执行修改计划，或审阅副本中接受的修改
  undo      撤销修改，恢复原来的文件
  audit     审核多个部门报送的指标表，给出评级
  baseline  记下已有的问题，以后只看新增的
  compare   比较新旧两版，只报告新增的和变了的问题
  show      显示从文件中读出的指标表
  rule      查看规则目录，或某条规则的说明
  config    查看、新建配置文件
  catalog   指标库的建立和动态管理

选项：
  --version   显示版本
  -h, --help  显示本帮助

示例：
  indicator-lint check 绩效指标体系表.xlsx
  indicator-lint check 报送材料/ --output-format json:report.json
  indicator-lint rule UNI001

各命令的选项：indicator-lint 命令 --help
退出码：0 没有达到 --fail-level 的问题，1 有，2 用法错误或内部错误，130 被中断
"""
"""Written by hand and printed without click, whose import alone takes longer than the interpreter's start."""
